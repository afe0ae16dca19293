import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listIt } from "./gumroad-engine";
import { expectOne, illustrated, type Market, ofKey, openMarket } from "./gumroad-market";

let market: Market;
let token: string;

beforeAll(async () => {
  market = await openMarket();
  token = await market.token();
});

afterAll(() => market.close());

const faults = [
  "timeout_before",
  "timeout_after",
  "error_before",
  "error_after",
  "rate_limited",
  "reset_before",
  "reset_after",
  "html",
  "truncated",
];

/** What one fault of a call to the API must be reported as. */
function expected(kind: string, method: string): string {
  if (kind === "rate_limited") return "rate_limited";
  return method === "GET" ? "unreachable" : "uncertain";
}

describe("the first find after a lost create", () => {
  it.each(faults)("meets %s as well, and there is still one product", async (kind) => {
    const key = `g${faults.indexOf(kind)}-p2`;
    const { plan, session } = await illustrated(market, token, key, 250);
    await market.control("POST", "faults", [
      { match: { method: "POST", path: "^/v2/products$" }, kind: "timeout_after" },
      { match: { method: "GET", path: "^/v2/products$" }, kind },
    ]);
    const { kinds } = await listIt(session, plan);
    expect(kinds).toEqual(["uncertain", expected(kind, "GET")]);
    expect(await ofKey(market, key)).toHaveLength(1);
  });
});

describe("a fault of the file store", () => {
  const stored: [kind: string, reported: string][] = [
    ["timeout_before", "uncertain"],
    ["timeout_after", "uncertain"],
    ["error_before", "uncertain"],
    ["error_after", "uncertain"],
    ["rate_limited", "unreachable"],
    ["reset_before", "uncertain"],
    ["reset_after", "uncertain"],
    ["html", "uncertain"],
  ];
  it.each(stored)("%s of a part is %s, and the upload is begun anew", async (kind, reported) => {
    const key = `s${stored.findIndex(([one]) => one === kind)}-p2`;
    const { plan, session, covers, thumbnail } = await illustrated(market, token, key, 250);
    await market.uploadFault({ match: { method: "PUT" }, kind });
    const { kinds, remoteId } = await listIt(session, plan);
    expect(kinds).toEqual([reported]);
    await expectOne(market, key, { remoteId, covers, thumbnail });
  });

  it("that comes with a cover is mended without a second cover", async () => {
    const { plan, session, covers, thumbnail } = await illustrated(market, token, "s20-p2", 250);
    await market.uploadFault({ match: { method: "PUT" }, kind: "reset_after", after_calls: 2 });
    const { kinds, remoteId } = await listIt(session, plan);
    expect(kinds).toEqual(["uncertain"]);
    await expectOne(market, "s20-p2", { remoteId, covers, thumbnail });
  });

  it("no upload that was begun stays open beside the one that was used", async () => {
    const open = (await market.books()).uploads.filter(
      ({ state, attached }) => state === "open" && !attached,
    );
    // A presign whose answer was lost leaves an upload that nobody can name: four kinds of fault do so.
    expect(open.length).toBeLessThanOrEqual(5);
  });
});

describe("many faults at random", () => {
  it("leave one product each, on sale, with the right bytes", async () => {
    const kinds = faults.filter((kind) => !kind.startsWith("timeout"));
    const random = { seed: 20261103, rate: 0.12, kinds, match: { path: "^/v2/" } };
    await market.control("POST", "faults", { random });
    let met = 0;
    for (let n = 0; n < 25; n += 1) {
      const { plan, session, covers, thumbnail } = await illustrated(market, token, `r${n}-p2`, 500);
      const result = await listIt(session, plan, 40);
      met += result.kinds.length;
      await expectOne(market, `r${n}-p2`, { remoteId: result.remoteId, covers, thumbnail });
    }
    await market.control("DELETE", "faults");
    expect(met).toBeGreaterThan(10);
  });
});
