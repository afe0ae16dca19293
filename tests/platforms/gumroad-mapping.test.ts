import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gumroad } from "@/lib/platforms/gumroad/index";
import {
  carriesKey,
  contentOf,
  draftOf,
  embeddedIds,
  embedUid,
  listingOf,
  permalinkOf,
} from "@/lib/platforms/gumroad/mapping";
import { currencies, fromGumroadAmount, toGumroadAmount } from "@/lib/platforms/gumroad/price";
import { fullProductSchema } from "@/lib/platforms/gumroad/schemas";
import { allowed } from "@/lib/platforms/gumroad/storage";
import { key, planOf } from "./gumroad-session";

describe("prices", () => {
  it("come back as they went, in every currency", () => {
    const money = fc.record({
      amount: fc.integer({ min: 0, max: 2_000_000_000 }),
      currency: fc.constantFrom(...currencies),
    });
    fc.assert(
      fc.property(money, (ours) => {
        const theirs = toGumroadAmount(ours);
        expect(theirs).not.toBeNull();
        expect(fromGumroadAmount(theirs ?? -1, ours.currency.toLowerCase())).toEqual(ours);
      }),
      { seed: 20261103, numRuns: 500 },
    );
  });

  it("are whole yen, hundredths of a won and cents", () => {
    expect(toGumroadAmount({ amount: 500, currency: "JPY" })).toBe(500);
    expect(toGumroadAmount({ amount: 1110, currency: "KRW" })).toBe(111_000);
    expect(toGumroadAmount({ amount: 999, currency: "USD" })).toBe(999);
  });

  it("are unknown where we could only round", () => {
    expect(fromGumroadAmount(111_050, "krw")).toBeNull();
    expect(fromGumroadAmount(900, "sek")).toBeNull();
    expect(toGumroadAmount({ amount: 900, currency: "SEK" })).toBeNull();
  });

  it("have Gumroad's own minimum in each of its 19 currencies", () => {
    const theirs =
      "usd 99, gbp 59, eur 79, jpy 99, inr 7300, aud 99, cad 99, hkd 799, sgd 99, twd 2999, nzd 99, brl 533, " +
      "zar 1300, chf 100, ils 700, php 4500, krw 111000, pln 379, czk 2149";
    const ours = Object.entries(gumroad.limits.minPrice).map(([currency, amount]) => {
      return `${currency.toLowerCase()} ${toGumroadAmount({ amount, currency })}`;
    });
    expect(ours.join(", ")).toBe(theirs);
  });

  it("in another currency are refused before any call", () => {
    expect(() => draftOf(planOf({ price: { amount: 9900, currency: "SEK" } }))).toThrowError(
      expect.objectContaining({ kind: "refused", details: { field: "price" } }),
    );
  });
});

describe("the draft", () => {
  it("is never for sale and carries no file", () => {
    const body = draftOf(planOf());
    expect(body).toEqual({
      name: "Boiler XR200 service manual",
      price: 900,
      price_currency_type: "usd",
      native_type: "ebook",
      draft: true,
      description: "<p>84-page PDF.</p>",
      tags: ["manual", "repair"],
      custom_permalink: `boiler-xr200-${key}`,
      category: "education",
    });
  });

  it("has a permalink Gumroad takes, which carries the key", () => {
    for (const slug of ["", "boiler-xr200"]) {
      const permalink = permalinkOf({ slug, key });
      expect(permalink).toMatch(/^[A-Za-z0-9_-]+$/);
      expect(carriesKey(permalink.toUpperCase(), { slug, key })).toBe(true);
    }
  });

  it("is not confused with a key that only ends alike", () => {
    expect(carriesKey(`x${key}`, { slug: "", key })).toBe(false);
    expect(carriesKey(`other-title-${key}`, { slug: "now", key })).toBe(true);
    expect(carriesKey(null, { slug: "", key })).toBe(false);
  });
});

describe("what a buyer gets", () => {
  const origin = "https://api.gumroad.com";
  const product = fullProductSchema.parse({
    id: "A-m3CDDC5dlrSdKZp0RFhA==",
    name: "Boiler",
    custom_permalink: "boiler",
    price: 900,
    currency: "usd",
    short_url: "https://northlight.gumroad.com/l/boiler",
    published: true,
    deleted: false,
    covers: [{ id: "c1" }],
    files: [
      { id: "shown==", name: "boiler-manual.pdf", size: null },
      { id: "hidden==", name: "notes.pdf", size: 4 },
    ],
    rich_content: [
      { id: "p", title: null, description: { type: "doc", content: contentOf("shown==", key) } },
    ],
  });

  it("is what is attached and shown, nothing else", () => {
    expect(listingOf(product, origin)).toEqual({
      remoteId: "A-m3CDDC5dlrSdKZp0RFhA==",
      state: "live",
      url: "https://northlight.gumroad.com/l/boiler",
      title: "Boiler",
      price: { amount: 900, currency: "USD" },
      files: [{ name: "boiler-manual.pdf", size: null }],
      imageCount: 1,
    });
  });

  it("has no public address until it is for sale, and a deleted product is gone", () => {
    expect(listingOf({ ...product, published: false }, origin)).toMatchObject({ state: "draft", url: null });
    expect(listingOf({ ...product, published: false, deleted: true }, origin)).toMatchObject({
      state: "gone",
      url: null,
    });
  });

  it("is found in nested groups, and an embed without an id is none", () => {
    const nested = [{ type: "fileEmbedGroup", content: [{ type: "fileEmbed", attrs: { id: "in==" } }] }];
    expect([...embeddedIds(nested)]).toEqual(["in=="]);
    expect([...embeddedIds([{ type: "fileEmbed", attrs: {} }, null, 3])]).toEqual([]);
  });

  it("is embedded under one version 4 UUID per key", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(embedUid(text)).toMatch(
          /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
        );
        expect(embedUid(text)).toBe(embedUid(text));
      }),
      { seed: 7, numRuns: 200 },
    );
    expect(embedUid("a")).not.toBe(embedUid("b"));
  });
});

describe("addresses in answers", () => {
  const real = "https://api.gumroad.com";
  it.each([
    ["https://gumroad-specials.s3.amazonaws.com/attachments/x?partNumber=1", real, true],
    ["https://files.gumroad.com/x", real, true],
    ["https://gumroad.com/x", real, true],
    ["http://gumroad-specials.s3.amazonaws.com/x", real, false],
    ["https://evilamazonaws.com/x", real, false],
    ["https://amazonaws.com.evil.example/x", real, false],
    ["https://user:pass@s3.amazonaws.com/x", real, false],
    ["https://s3.amazonaws.com:8443/x", real, false],
    ["http://127.0.0.1:9000/x", real, false],
    ["http://169.254.169.254/latest", "http://127.0.0.1:4020", false],
    ["http://127.0.0.1:9000/x", "http://127.0.0.1:4020", true],
    ["http://localhost:9000/x", "http://[::1]:4020", true],
    ["file:///etc/passwd", "http://127.0.0.1:4020", false],
    ["not an address", real, false],
  ])("%s while the API is %s: %s", (address, origin, expected) => {
    expect(allowed(address, origin)).toBe(expected);
  });
});
