import { sql } from "drizzle-orm";
import { z } from "zod";
import { rows } from "@/db/rows";
import type { App } from "../app";
import { freshAccess } from "../connections/access";
import { PlatformError, type PlatformErrorKind } from "../errors";
import { checkListings } from "../listings";
import { log } from "../log";
import { platformByName } from "../platforms";
import { recount } from "../revenue/recount";
import { RECONCILE_MS, readAgenda, type Target } from "./agenda";
import { obeyThrottle, postgresBudgets } from "./budget";
import { noResult, type Task } from "./cycle";
import { removeLeftDrafts } from "./own-drafts";
import { freeStuckWork } from "./stuck-work";

/** Live listings read back whole in one slice, the longest ago first. */
const CHECKS = 4;
/** None is read back whole more often. */
const CHECKED_MS = 24 * 3_600_000;

/**
 * Puts right what differs between a platform and what we know, in hourly slices of each platform, within the
 * background's share of its calls: stuck work is freed, own drafts that a late answer left behind are removed, sales
 * are counted again, and some live listings are read back whole. (Vanished and changed ones are found by the look at
 * many listings at once as well.)
 */
export const reconcile: Task = async (app, deadline, _report, part, known) => {
  const { settings, targets } = known ?? (await readAgenda(app, part));
  if (!settings.agentEnabled) return noResult();
  const due = targets.filter((target) => (target.connected || target.byHand) && target.reconcile);
  // An hour's slice is not begun in the last moments of a run.
  const worstMs = app.timing.createMs + 2 * app.timing.readMs;
  if (due.length === 0 || app.world.now().getTime() + worstMs >= deadline.getTime()) return noResult();
  const begun = await begin(app, due);
  const problems = await Promise.all(begun.map((one) => reconcilePlatform(app, one, deadline)));
  return { ...noResult(), problems: problems.filter((problem) => problem !== null) };
};

/** Two runs at once have each slice once. */
async function begin(app: App, due: Target[]): Promise<Target[]> {
  const now = app.world.now();
  const ids = due.map(({ id }) => id);
  const taken = await app.db.execute(sql`update platforms set reconciled_at = ${now}
    where id = any(${sql.param(ids)}::int[])
      and (reconciled_at is null or reconciled_at <= ${new Date(now.getTime() - RECONCILE_MS)}) returning id`);
  const ours = rows(taken, z.object({ id: z.number() })).map(({ id }) => id);
  return due.filter(({ id }) => ours.includes(id));
}

/** @returns a sentence about what a person should know; troubles of the platform are left for its next slice. */
async function reconcilePlatform(app: App, target: Target, deadline: Date): Promise<string | null> {
  const { id, name, connected, listing } = target;
  const problems = [await freeStuckWork(app.db, id, app.world.now())];
  if (connected) {
    const drafts = async () => removeLeftDrafts(app, await freshAccess(app, id), deadline);
    const sales = async () => recount(app, await freshAccess(app, id), deadline);
    for (const part of [drafts, sales]) problems.push(await attempt(app, target, part));
  }
  // Last: a draft is judged by a listing that rests.
  const now = app.world.now();
  const old = sql`(l.checked_at is null or l.checked_at < ${new Date(now.getTime() - CHECKED_MS)})`;
  if (listing) await checkListings(app.db, sql`l.platform_id = ${id} and ${old}`, CHECKS, now);
  const told = [...new Set(problems)].filter((problem) => problem !== null);
  return told.length === 0 ? null : `${platformByName(name).displayName}: ${told.join(" ")}`;
}

/** Kinds of trouble that the next slice may find gone. */
const passing: PlatformErrorKind[] = ["rate_limited", "auth_expired", "unreachable", "uncertain"];

async function attempt(app: App, { id, name }: Target, act: () => Promise<void>): Promise<string | null> {
  try {
    await act();
    return null;
  } catch (error) {
    log("reconcile_failed", { platform: name, error });
    if (!(error instanceof PlatformError))
      return "It could not be compared: something broke off on our side. It is noted in the log and tried again within the hour.";
    await obeyThrottle(postgresBudgets(app.db, app.timing.budget), id, error, app.world.now());
    return passing.includes(error.kind) ? null : error.message;
  }
}
