import { sql } from "drizzle-orm";
import { z } from "zod";
import { rows } from "@/db/rows";
import type { RunCounts } from "@/db/schema/runs";
import type { App } from "../app";
import { readSettings } from "../settings";
import { runByHand } from "./by-hand-lane";
import { runLane } from "./lane";
import type { TurnEnd } from "./turn";

export interface Progress {
  done: number;
  total: number;
  counts: RunCounts;
}

/** What a run is about: one platform by its name, null what belongs to no platform, undefined everything. */
export type Part = string | null | undefined;

export interface CycleResult {
  counts: RunCounts;
  problems: string[];
  /** Work was due when time was up. */
  more: boolean;
}

export const noCounts: RunCounts = { listed: 0, synced: 0, timed_out: 0, prices: 0, actions: 0 };

/** A task that had nothing to do. */
export function noResult(): CycleResult {
  return { counts: { ...noCounts }, problems: [], more: false };
}

export function addCounts(a: RunCounts, b: RunCounts): RunCounts {
  return {
    listed: a.listed + b.listed,
    synced: a.synced + b.synced,
    timed_out: a.timed_out + b.timed_out,
    prices: a.prices + b.prices,
    actions: a.actions + b.actions,
  };
}

const target = z.object({
  id: z.number(),
  candidate: z.boolean(),
  verified: z.boolean(),
  byHand: z.boolean(),
  due: z.number(),
});

/** Platforms that may have something to do: what waits to be checked, how they are worked on, and how much is due soon. */
export async function targets(app: App, part?: Part): Promise<z.infer<typeof target>[]> {
  const soon = new Date(app.world.now().getTime() + 60_000);
  const result = await app.db.execute(sql`
    select p.id, p.candidate is not null as candidate, p.is_active and p.credentials_status = 'verified' as verified,
      p.is_active and p.list_by_hand as "byHand",
      (select count(*)::int from listing_work w where w.platform_id = p.id and w.due <= ${soon}) as due
    from platforms p where (p.is_active or p.candidate is not null)
      and (${part === undefined} or p.name = ${part ?? null}::text) order by p.id`);
  return rows(result, target);
}

/** Works off what is due on every platform, each in a lane of its own, until nothing is due or time is up. */
export async function workOnListings(
  app: App,
  deadline: Date,
  report: (progress: Progress) => Promise<void>,
  part?: Part,
): Promise<CycleResult> {
  const { counts, problems } = noResult();
  const lanes = (await targets(app, part)).filter(
    ({ verified, byHand, due }) => (verified || byHand) && due > 0,
  );
  const progress: Progress = { done: 0, total: lanes.reduce((sum, { due }) => sum + due, 0), counts };
  const { publish } = await readSettings(app.db);
  const onEnd = async (end: TurnEnd) => {
    if (end === "listed") counts.listed += 1;
    if (end === "repriced") counts.prices += 1;
    if (end === "asked") counts.actions += 1;
    if (end !== "waits" && end !== "lost" && end !== "stop") progress.done += 1;
    progress.total = Math.max(progress.total, progress.done);
    await report(progress);
  };
  const ends = await Promise.all(
    lanes.map(({ id, byHand }) => {
      const input = { platformId: id, publish: publish === "ask" ? "ask" : "auto", deadline, onEnd } as const;
      return byHand ? runByHand(app, input) : runLane(app, input);
    }),
  );
  for (const { problem } of ends) if (problem) problems.push(problem);
  const left = (await targets(app, part)).some(
    ({ verified, byHand, due }) => (verified || byHand) && due > 0,
  );
  return { counts, problems, more: left };
}
