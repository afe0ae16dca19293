import { expect, it } from "vitest";
import { crashLoop } from "./loop";
import { small } from "./size";
import { tell } from "./tell";

const SEED = 20_261_124;

it("a server on the embedded database that is killed at any moment loses and doubles nothing", async () => {
  const loop = await crashLoop(small.embedded, SEED);
  try {
    const { rows } = await loop.look();
    expect(tell(SEED, await loop.complaints(), rows)).toBe("");
    expect(loop.counts()).toMatchObject({ kills: 5, manuals: 5 });
  } finally {
    await loop.close();
  }
}, 900_000);
