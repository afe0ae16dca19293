import { sql } from "drizzle-orm";
import { z } from "zod";
import { rows } from "@/db/rows";
import type { App } from "../app";
import { type Access, forceRefresh, freshAccess, storedAccess } from "../connections/access";
import { endConnection } from "../connections/end";
import { sessionFor } from "../connections/read";
import { PlatformError } from "../errors";
import { log } from "../log";
import { listsByApi } from "../platforms/platform";
import { postgresBudgets } from "./budget";
import { callsOf } from "./pace";
import { postgresStore } from "./postgres-store";
import type { Work } from "./store";
import { takeTurn } from "./take-turn";
import type { Lane, TurnEnd } from "./turn";

/** Listings worked on at the same time on one platform. */
const WORKERS = 2;
/** A lane waits for rows that become due within this time, if the run has time left. */
const WAIT_MS = 60_000;

export interface LaneInput {
  platformId: number;
  publish: "auto" | "ask";
  deadline: Date;
  onEnd(end: TurnEnd): Promise<void>;
}

/** Works off what is due on one platform. Its troubles stay its own: it never throws for the platform's sake. */
export async function runLane(app: App, input: LaneInput): Promise<{ problem: string | null }> {
  try {
    const lane = await openLane(app, input);
    if (!lane) return { problem: null };
    const workers = Array.from({ length: WORKERS }, () => workOff(app, lane, input));
    for (const ended of await Promise.allSettled(workers))
      if (ended.status === "rejected") throw ended.reason;
    return { problem: null };
  } catch (error) {
    log("lane_failed", { platform: input.platformId, error });
    return {
      problem: error instanceof PlatformError ? error.message : "The agent could not finish this platform.",
    };
  }
}

async function workOff(
  app: App,
  lane: Lane & { stopped: boolean },
  { onEnd, deadline }: LaneInput,
): Promise<void> {
  const { world, store, timing, platformId } = lane;
  const goesOn = () => !lane.stopped && world.now() < deadline;
  const one = () => ({ platformId, limit: 1, now: world.now(), leaseMs: timing.leaseMs });
  let claimed: Work | null = null;
  // What is claimed gets its turn even when the lane has stopped meanwhile: its turn gives it back.
  while (claimed || goesOn()) {
    const work: Work | undefined = claimed ?? (await store.claim(one()))[0];
    if (work) {
      const { end, next } = await takeTurn(lane, work, () => (goesOn() ? one() : undefined));
      claimed = next;
      if (end === "stop") lane.stopped = true;
      await onEnd(end);
      // The rest of the cycle waits for a platform that hangs by one time limit, not by one for each listing.
      if (end === "silent") return;
      continue;
    }
    const due = await nextDue(app, platformId);
    const wait = due ? due.getTime() - world.now().getTime() : Number.POSITIVE_INFINITY;
    if (wait > WAIT_MS || world.now().getTime() + wait > deadline.getTime()) return;
    await world.sleep(Math.max(wait, 20));
  }
}

async function openLane(app: App, input: LaneInput): Promise<(Lane & { stopped: boolean }) | null> {
  const { platformId, publish, deadline } = input;
  let access = await firstAccess(app, platformId);
  if (!access?.account || !listsByApi(access.platform)) return null;
  const { account, platform, row } = access;
  let forced = false;
  let asking: Promise<unknown> = Promise.resolve();
  const learned = new Map<string, number>();
  const budgets = postgresBudgets(app.db, app.timing.budget);
  return {
    stopped: false,
    platform,
    platformId,
    account,
    priceFactor: row.priceFactor,
    publish,
    store: postgresStore(app.db),
    budgets,
    timing: app.timing,
    world: app.world,
    startedAt: app.world.now(),
    deadline,
    calls: callsOf(app.db, platformId),
    async open(hooks) {
      if (access && dueForRefresh(app, access)) access = await freshAccess(app, platformId);
      return sessionFor(app, platform, access?.credentials ?? {}, account, hooks);
    },
    async learn(seen) {
      const news = Object.entries(seen).filter(
        ([name, value]) => name !== "remainingToday" && learned.get(name) !== value,
      );
      const scarce =
        seen.remainingToday !== undefined &&
        seen.perDay !== undefined &&
        seen.remainingToday < seen.perDay / 10;
      if (news.length === 0 && !scarce) return;
      for (const [name, value] of news) learned.set(name, value);
      // A little below what the platform says: its clock and ours are not the same.
      const perSecond =
        seen.perSecond === undefined ? undefined : Math.max(1, Math.floor(seen.perSecond * 0.8));
      await budgets.learn(platformId, { ...seen, perSecond });
    },
    signedOut(error, credentials) {
      // One worker after the other: what the first finds out is true for the second.
      const answer = asking.then(async () => {
        if (!access) return false;
        if (access.credentials !== credentials) return true;
        const now = await storedAccess(app, platformId);
        const newer = now.version === access.version ? await renewOnce() : now;
        if (newer === "dead") await endConnection(app, access, error);
        if (newer === "dead" || newer.version === access.version) return false;
        access = newer;
        return true;
      });
      asking = answer.catch(() => {});
      return answer;
    },
  };

  /** @throws PlatformError when the platform cannot be asked now; that proves nothing about the credentials. */
  async function renewOnce(): Promise<Access | "dead"> {
    if (forced) return "dead";
    forced = true;
    try {
      return (await forceRefresh(app, platformId)) ?? "dead";
    } catch (error) {
      if (error instanceof PlatformError && saysDead(error)) return "dead";
      throw error;
    }
  }
}

/** Credentials for the lane; a connection that died is written down, one that cannot be asked now is left for later. */
async function firstAccess(app: App, platformId: number): Promise<Access | null> {
  const stored = await storedAccess(app, platformId);
  try {
    return await freshAccess(app, platformId);
  } catch (error) {
    if (!(error instanceof PlatformError) || error.kind !== "auth_expired") throw error;
    await endConnection(app, stored, error);
    return null;
  }
}

function saysDead({ kind }: PlatformError): boolean {
  return kind === "auth_expired" || kind === "refused";
}

function dueForRefresh(app: App, { platform, credentials }: Access): boolean {
  const dueAt = platform.access.kind === "token" ? platform.access.refresh?.dueAt(credentials) : null;
  return dueAt !== null && dueAt !== undefined && dueAt <= app.world.now();
}

/** Null when nothing is left, or nothing may be claimed any more. */
async function nextDue(app: App, platformId: number): Promise<Date | null> {
  const result = await app.db.execute(
    sql`select min(w.due) as due from listing_work w join platforms p on p.id = w.platform_id
      join settings s on s.agent_enabled
      where p.id = ${platformId} and p.is_active and p.credentials_status = 'verified'`,
  );
  return rows(result, z.object({ due: z.coerce.date().nullable() }))[0]?.due ?? null;
}
