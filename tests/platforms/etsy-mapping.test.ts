import { describe, expect, test } from "vitest";
import { etsy } from "@/lib/platforms/etsy";
import {
  decode,
  draftForm,
  inventoryJson,
  markerIn,
  moneyOf,
  publicUrl,
  remoteListing,
} from "@/lib/platforms/etsy/mapping";
import type { Listing } from "@/lib/platforms/etsy/schemas";
import { makePlan } from "./etsy-support";

const plan = makePlan();

function listingWith(over: Partial<Listing>): Listing {
  return { listing_id: 900, title: plan.title, state: "draft", description: "", ...over };
}

describe("the draft form", () => {
  const form = draftForm(plan, 2078, new Date("2027-01-02T00:00:00Z"));

  test("says what a PDF of the seller's own work is", () => {
    expect(Object.fromEntries(form)).toEqual({
      type: "download",
      quantity: "999",
      title: "Pump Repair Guide PDF, 42 Pages",
      description: "How to take a pump apart & put it back.\n\n42 pages.\n\nEdition m42-p1-g1",
      price: "12.99",
      who_made: "i_did",
      when_made: "2020_2027",
      is_supply: "false",
      taxonomy_id: "2078",
      should_auto_renew: "false",
      tags: "pump repair,repair guide,pdf manual",
    });
  });

  test("joins tags under one key, for Etsy keeps the last of repeated keys", () => {
    expect(form.getAll("tags")).toHaveLength(1);
  });

  test("leaves tags out when there are none", () => {
    expect(draftForm(makePlan({ tags: [] }), 1, new Date()).has("tags")).toBe(false);
  });

  test("writes yen without decimals", () => {
    const yen = makePlan({ price: { amount: 500, currency: "JPY" } });
    expect(draftForm(yen, 1, new Date()).get("price")).toBe("500");
  });
});

test("the inventory replaces everything with one product that carries the key as SKU", () => {
  expect(JSON.parse(inventoryJson(plan))).toEqual({
    products: [
      {
        sku: "m42-p1-g1",
        property_values: [],
        offerings: [{ price: 12.99, quantity: 999, is_enabled: true, readiness_state_id: null }],
      },
    ],
    price_on_property: [],
    quantity_on_property: [],
    sku_on_property: [],
  });
});

describe("the marker", () => {
  test.each([
    ["Text.\n\nEdition m42-p1-g1", "ours"],
    ["Text.\r\n\r\n Edition m42-p1-g1 \r\n", "ours"],
    ["Text.\n\nEdition m42-p1-g10", "other"],
    ["Text.\n\nEdition m42-p1", "other"],
    ["See Edition m42-p1-g1 for more", "none"],
    ["Second Edition m42-p1-g1", "none"],
    ["", "none"],
  ] as const)("%j is %s", (description, expected) => {
    expect(markerIn(listingWith({ description }), plan)).toBe(expected);
  });
});

describe("a remote listing", () => {
  test.each([
    ["draft", "draft"],
    ["active", "live"],
    ["inactive", "inactive"],
    ["edit", "inactive"],
    ["sold_out", "inactive"],
    ["expired", "inactive"],
    ["removed", "gone"],
    ["alchemy", "unknown"],
    ["toString", "unknown"],
  ])("in state %s is %s", (state, expected) => {
    expect(remoteListing(listingWith({ state }), [], etsy.origin).state).toBe(expected);
  });

  test("has an address only while it is live", () => {
    const url = "https://www.etsy.com/listing/900/pump";
    expect(remoteListing(listingWith({ state: "draft", url }), [], etsy.origin).url).toBeNull();
    expect(remoteListing(listingWith({ state: "active", url }), [], etsy.origin).url).toBe(url);
  });

  test("counts pictures, names files and reads the price by its divisor", () => {
    const found = listingWith({
      images: [{ listing_image_id: 1 }, { listing_image_id: 2 }],
      price: { amount: 1299, divisor: 100, currency_code: "USD" },
    });
    const files = [{ listing_file_id: 7, filename: "a.pdf", size_bytes: 12 }];
    expect(remoteListing(found, files, etsy.origin)).toEqual({
      remoteId: "900",
      state: "draft",
      url: null,
      title: plan.title,
      price: { amount: 1299, currency: "USD" },
      files: [{ name: "a.pdf", size: 12 }],
      imageCount: 2,
    });
  });
});

test.each([
  [{ amount: 1299, divisor: 100, currency_code: "USD" }, 1299],
  [{ amount: 50000, divisor: 100, currency_code: "JPY" }, 500],
  [{ amount: 500, divisor: 1, currency_code: "JPY" }, 500],
  [{ amount: 5, divisor: 1, currency_code: "USD" }, 500],
  [{ amount: 12995, divisor: 1000, currency_code: "USD" }, null],
])("%j is %j minor units", (money, amount) => {
  expect(moneyOf(money)?.amount ?? null).toBe(amount);
});

test.each([
  ["https://www.etsy.com/listing/1", etsy.origin, true],
  ["https://etsy.com.evil.example/listing/1", etsy.origin, false],
  ["https://notetsy.com/listing/1", etsy.origin, false],
  ["http://www.etsy.com/listing/1", etsy.origin, false],
  ["javascript:alert(1)", etsy.origin, false],
  ["http://127.0.0.1:4010/listing/1", etsy.origin, false],
  ["http://127.0.0.1:4010/listing/1", "http://127.0.0.1:4010", true],
  ["http://127.0.0.1:4011/listing/1", "http://127.0.0.1:4010", false],
])("the address %s with the API at %s is believed: %s", (url, origin, believed) => {
  expect(publicUrl(url, origin)).toBe(believed ? url : null);
});

test("texts lose HTML entities once, not twice", () => {
  expect(decode("Tom&#39;s &quot;Guide&quot; &amp;amp; more")).toBe('Tom\'s "Guide" &amp; more');
});

describe("content rules", () => {
  const { title, tags } = etsy.content;
  test.each(["Guide\nPDF", "Guide 📘", "Only $5", "a^b", "a`b"])("the title %j is rejected", (text) => {
    expect(title.reject.test(text)).toBe(true);
  });
  test.each(["Guide: A & B (100%)", "Größe 5 + Ü™", "1 < 2"])("the title %j passes", (text) => {
    expect(title.reject.test(text)).toBe(false);
  });
  test.each(["a,b", "a/b", "50%", "a_b"])("the tag %j is rejected", (text) => {
    expect(tags.reject.test(text)).toBe(true);
  });
  test.each(["driver's guide", "how-to", "größe 5"])("the tag %j passes", (text) => {
    expect(tags.reject.test(text)).toBe(false);
  });
});
