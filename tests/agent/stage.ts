import { sql } from "drizzle-orm";
import { expect } from "vitest";
import { z } from "zod";
import type { OpenedDb } from "@/db/client";
import { rows } from "@/db/rows";
import { resolveAction } from "@/lib/action-queue/resolve";
import { autoList } from "@/lib/agent/auto-list";
import type { App } from "@/lib/app";
import { realWorld } from "@/lib/app";
import type { Fetch } from "@/lib/http";
import { parseTiming } from "@/lib/timing";
import { seedManual, type TestApp, testApp } from "../support/app";
import type { Open } from "../support/database";
import { connect, type Markets, openMarkets } from "../support/markets";

/** Waits as short as stand-ins on this machine allow; the inequalities hold. */
export const tinyTiming = parseTiming(
  JSON.stringify({
    read_ms: 400,
    create_ms: 500,
    upload_bytes_per_s: 2_000_000,
    settle_ms: 700,
    list_lag_ms: 100,
    lease_ms: 1_800,
    backoff_ms: [60, 120],
    budget: "none",
  }),
);

export type PlatformName = "etsy" | "gumroad";

/** Stand-ins, a database and an app whose clock can be moved, for tests that look at what came of it. */
export interface Stage {
  app: TestApp;
  markets: Markets;
  /** Statements since the last reset. */
  statements: number;
  /** Called before each statement and around each call; throws to play a death. */
  onEvent: ((event: string) => void) | null;
  /** Stands between the agent and the network. */
  network: (next: Fetch) => Fetch;
  /** Moves the agent's clock. */
  skip(ms: number): void;
  manual(title: string, change?: Parameters<typeof seedManual>[2]): Promise<number>;
  close(): Promise<void>;
}

interface StageOptions {
  platforms?: PlatformName[];
  change?: Partial<App>;
  profile?: "real" | "open";
  connected?: boolean;
}

export async function openStage(open: Open, options: StageOptions = {}): Promise<Stage> {
  const markets = await openMarkets({ profile: options.profile });
  let offset = 0;
  const watch: Pick<Stage, "statements" | "onEvent" | "network"> = {
    statements: 0,
    onEvent: null,
    network: (next) => next,
  };
  const opened: OpenedDb = await open({
    maxConnections: 8,
    onStatement: (text) => {
      watch.statements += 1;
      watch.onEvent?.(text);
    },
  });
  const base: Fetch = async (url, init) => {
    watch.onEvent?.(`${init.method} ${url}`);
    const answer = await fetch(url, init);
    watch.onEvent?.(`answer of ${init.method} ${url}`);
    return answer;
  };
  const app = await testApp(opened.db, markets.origins, {
    timing: tinyTiming,
    world: {
      ...realWorld,
      // Never longer than a moment: who waits looks at the clock again, which may have been moved.
      sleep: (ms) => realWorld.sleep(Math.min(ms, 40)),
      fetch: (url, init) => watch.network(base)(url, init),
      now: () => new Date(Date.now() + offset),
    },
    ...options.change,
  });
  const stage: Stage = Object.assign(watch, {
    app,
    markets,
    skip: (ms: number) => {
      offset += ms;
    },
    manual: (title: string, change?: Parameters<typeof seedManual>[2]) => seedManual(app, title, change),
    close: async () => {
      app.remove();
      await markets.close();
    },
  });
  if (options.connected !== false) await connect(stage.app, markets, options.platforms);
  return stage;
}

/** One bounded run of the task; by default shorter than a lease, so that nobody waits for one. */
export function cycle(app: App, ms = 1_500) {
  return autoList(app, new Date(app.world.now().getTime() + ms), async () => {});
}

/**
 * Runs until no work is left, moving the clock over the waits; actions that ask somebody to look are answered.
 * Fails after `rounds`.
 */
export async function runDry(stage: Stage, rounds = 200): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    const due = await nextDue(stage.app);
    if (due) stage.skip(Math.max(0, due.getTime() - stage.app.world.now().getTime()));
    await cycle(stage.app);
    const looked = await lookAtAll(stage.app);
    if (looked === 0 && (await nextDue(stage.app)) === null) return;
  }
  throw new Error(`work is left after ${rounds} rounds: ${JSON.stringify(await listings(stage.app))}`);
}

export async function nextDue(app: App): Promise<Date | null> {
  const found = await app.db.execute(sql`select min(due) as due from listing_work`);
  return rows(found, z.object({ due: z.coerce.date().nullable() }))[0]?.due ?? null;
}

async function lookAtAll(app: App): Promise<number> {
  const open = (await actions(app)).filter(
    ({ status, type }) => status === "pending" && type === "verification",
  );
  for (const { id } of open) await resolveAction(app, id, true, null, "a test");
  return open.length;
}

const listingRow = z.object({
  id: z.number(),
  manualId: z.number(),
  platformId: z.number(),
  status: z.string(),
  title: z.string(),
  remoteId: z.string().nullable(),
  generation: z.number(),
  message: z.string().nullable(),
  hold: z.string().nullable(),
  step: z.string().nullable(),
  attempt: z.number().nullable(),
});

export async function listings(app: App) {
  const found =
    await app.db.execute(sql`select l.id, l.manual_id as "manualId", l.platform_id as "platformId", l.status,
    l.title, l.platform_listing_id as "remoteId", l.generation, l.error_message as message, l.hold, w.step, w.attempt
    from platform_listings l left join listing_work w on w.listing_id = l.id order by l.id`);
  return rows(found, listingRow);
}

const actionRow = z.object({
  id: z.number(),
  type: z.string(),
  cause: z.string(),
  title: z.string(),
  description: z.string(),
  status: z.string(),
  inputType: z.string(),
  options: z.array(z.object({ value: z.string(), label: z.string() })),
  context: z.record(z.string(), z.unknown()),
  response: z.string().nullable(),
});

export async function actions(app: App) {
  const found = await app.db.execute(sql`select id, action_type as type, cause, title, description, status,
    input_type as "inputType", input_options as options, context, user_response as response from action_queue order by id`);
  return rows(found, actionRow);
}

/** The only open action; fails when there are more or none. */
export async function openAction(app: App) {
  const open = (await actions(app)).filter(({ status }) => status === "pending");
  expect(open.map(({ title }) => title)).toHaveLength(1);
  const [action] = open;
  if (!action) throw new Error("no open action");
  return action;
}
