import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { crashLoop, type Loop } from "./loop";
import { plants } from "./plants";
import { small } from "./size";
import { tell } from "./tell";

const SEED = 20_261_124;

describe("servers on Postgres that are killed at any moment, with a database that goes away", () => {
  let loop: Loop;
  beforeAll(async () => {
    loop = await crashLoop(small.postgres, SEED);
  }, 900_000);
  afterAll(() => loop?.close());

  it("lose and double nothing: not a listing, a file, a question or a cent", async () => {
    const { rows, books } = await loop.look();
    expect(tell(SEED, await loop.complaints(), rows)).toBe("");
    expect(loop.counts()).toMatchObject({ kills: 20, restarts: 2, backends: 20, manuals: 20 });
    expect(books.etsy.receipts.length * books.gumroad.sales.length).toBeGreaterThan(0);
  });

  it.each(plants)("$breaks: $what would have been seen", async ({ breaks, act, doctor }) => {
    const before = (await loop.complaints()).length;
    await act?.(loop);
    const complaints = await loop.complaints(doctor);
    expect(complaints.length).toBeGreaterThan(before);
    expect(complaints.map(({ broken }) => broken)).toContain(breaks);
  });
});
