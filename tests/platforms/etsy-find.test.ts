import { describe, expect, test } from "vitest";
import { find, strays } from "@/lib/platforms/etsy/find";
import { failureOf, makePlan, makeSession } from "./etsy-support";

const plan = makePlan();
const since = new Date("2026-05-01T12:00:00Z");
const at = (secondsAfter: number) => since.getTime() / 1000 + secondsAfter;
const mine = `A guide.\n\nEdition ${plan.key}`;

interface Row {
  listing_id: number;
  title: string;
  description: string;
  state: string;
  url: string;
  created_timestamp: number;
  images?: { listing_image_id: number }[];
}

function row(listing_id: number, over: Partial<Row> = {}): Row {
  const url = `https://www.etsy.com/listing/${listing_id}`;
  return {
    listing_id,
    title: "Other",
    description: "",
    state: "draft",
    url,
    created_timestamp: at(0),
    ...over,
  };
}

/** A shop that answers getListingsByShop from rows; `skew` repeats the last rows of a page on the next. */
function shopOf(rows: Row[], { skew = 0, count }: { skew?: number; count?: number } = {}) {
  const asked: string[] = [];
  return {
    asked,
    session: makeSession({
      origin: "https://openapi.etsy.com",
      fetch: async (url) => {
        const query = new URL(url).searchParams;
        asked.push(`${query.get("state")} ${query.get("offset")}`);
        const inState = rows.filter((entry) => entry.state === query.get("state"));
        const start = Math.max(0, Number(query.get("offset")) - skew);
        const results = inState.slice(start, start + Number(query.get("limit")));
        return Response.json({ count: count ?? inState.length, results });
      },
    }),
  };
}

describe("find", () => {
  test("finds drafts by the marker line, lowest id first, whatever the title", async () => {
    const { session } = shopOf([row(30, { description: mine }), row(20), row(10, { description: mine })]);
    expect(await find(session, plan, since)).toEqual([
      { remoteId: "10", certain: true, title: "Other", url: null },
      { remoteId: "30", certain: true, title: "Other", url: null },
    ]);
  });

  test("reads every page of drafts, and each draft once though pages overlap", async () => {
    const rows = Array.from({ length: 250 }, (_, index) => row(1000 - index));
    rows.push(row(5, { description: mine }));
    const { session, asked } = shopOf(rows, { skew: 3, count: 254 });
    expect((await find(session, plan, since)).map((found) => found.remoteId)).toEqual(["5"]);
    expect(asked).toEqual(["draft 0", "draft 100", "draft 200"]);
  });

  test("is not certain of a draft with the same title and no marker", async () => {
    const { session } = shopOf([row(10, { title: plan.title, created_timestamp: at(-119) })]);
    const found = await find(session, plan, since);
    expect(found.map(({ remoteId, certain }) => [remoteId, certain])).toEqual([["10", false]]);
  });

  test.each([
    ["was made long before", row(10, { title: plan.title, created_timestamp: at(-121) })],
    ["carries another listing's marker", row(10, { title: plan.title, description: "Edition m7-p1-g1" })],
    ["has another title", row(10, { title: `${plan.title}!` })],
  ])("passes over a draft that %s", async (_name, draft) => {
    const { session } = shopOf([draft]);
    expect(await find(session, plan, since)).toEqual([]);
  });

  test("finds a listing that is published already when no draft has the marker", async () => {
    const live = row(10, { description: mine, state: "active" });
    const { session, asked } = shopOf([live, row(20, { title: plan.title })]);
    expect(await find(session, plan, since)).toEqual([
      { remoteId: "10", certain: true, title: "Other", url: "https://www.etsy.com/listing/10" },
    ]);
    expect(asked).toEqual(["draft 0", "active 0"]);
  });

  test("looks through five pages of published listings and no more", async () => {
    const rows = Array.from({ length: 700 }, (_, index) => row(1000 + index, { state: "active" }));
    const { session, asked } = shopOf(rows);
    expect(await find(session, plan, since)).toEqual([]);
    expect(asked.filter((call) => call.startsWith("active"))).toHaveLength(5);
    expect(asked.at(-1)).toBe("inactive 0");
  });

  test("does not say none when there are more drafts than Etsy lists", async () => {
    const { session, asked } = shopOf([], { count: 50_000 });
    const endless = { ...session, fetch: async () => Response.json({ count: 50_000, results: [row(1)] }) };
    expect((await failureOf(find(endless, plan, since))).kind).toBe("needs_human");
    expect(asked).toHaveLength(0);
  });
});

describe("strays", () => {
  test("are drafts with the marker and another id", async () => {
    const { session } = shopOf([
      row(10, { description: mine }),
      row(20, { description: mine }),
      row(30, { description: "Edition m42-p1-g10" }),
      row(40, { title: plan.title }),
      row(50, { description: mine, state: "active" }),
    ]);
    expect(await strays(session, plan, "10")).toEqual(["20"]);
  });

  test("are never a copy that the seller made, which has pictures", async () => {
    const { session } = shopOf([row(20, { description: mine, images: [{ listing_image_id: 1 }] })]);
    expect(await strays(session, plan, "10")).toEqual([]);
  });
});
