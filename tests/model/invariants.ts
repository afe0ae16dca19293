import { sql } from "drizzle-orm";
import { expect } from "vitest";
import { z } from "zod";
import { rows } from "@/db/rows";
import { readBooks } from "../agent/books";
import type { Stage } from "../agent/stage";
import { differences } from "../revenue/ledger";

/** Key of ours in what a market shows. */
function keyOf(text: string): string | null {
  return /(?:Edition |^|-)([a-z0-9]{4}-\d+-\d+)\s*$/m.exec(text)?.[1] ?? null;
}

/** What must hold after whatever happened: I1, I4, I6, I8. */
export async function checkAlways(stage: Stage, after: string): Promise<void> {
  const { etsy, gumroad } = await readBooks(stage);
  const live = [
    ...etsy.listings
      .filter(({ state }) => state === "active")
      .map(({ description, files, images }) => ({
        key: keyOf(description),
        files: files.length,
        images: images.length,
      })),
    ...gumroad.products
      .filter(({ published, deleted }) => published && !deleted)
      .map(({ custom_permalink, files }) => ({
        key: keyOf(custom_permalink ?? ""),
        files: files.length,
        images: 1,
      })),
  ];
  const keys = live.map(({ key }) => key);
  expect(keys, `after ${after}: each published listing carries our key`).not.toContain(null);
  expect(new Set(keys).size, `after ${after}: published once`).toBe(keys.length);
  expect(
    live.filter(({ files, images }) => files !== 1 || images === 0),
    `after ${after}: complete`,
  ).toEqual([]);
  expect(await differences(stage.app.db), `after ${after}: sums`).toEqual([]);
  const twice = rows(
    await stage.app.db.execute(
      sql`select cause from action_queue where status = 'pending' group by cause having count(*) > 1`,
    ),
    z.object({ cause: z.string() }),
  );
  expect(twice, `after ${after}: one question a cause`).toEqual([]);
}
