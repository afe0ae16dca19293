import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { type ProductServer, smallTiming } from "../support/server";
import { waitFor } from "../support/wait";
import type { Owner } from "./person";

/** Long enough for a busy machine; a settled loop goes on at once. */
const PATIENCE_MS = 300_000;

const status = z.object({ id: z.number(), status: z.string(), error_message: z.string().nullable() });
const cronReply = z.object({ counts: z.object({ synced: z.number() }), more: z.boolean() });

/**
 * Lets a server work in peace until nothing is left to do: every pair decided, own strays removed, sales read. The
 * owner answers what is asked. `whenListed` comes before the sales are read for the last time. @returns the statuses of two simultaneous calls of a schedule at the end.
 */
export async function settle(
  server: ProductServer,
  person: Owner,
  whenListed: () => Promise<void>,
): Promise<number[]> {
  // Whoever sleeps until a lease ends has not heard that it ended early.
  await person.pressButton(server);
  await waitFor(
    async () => {
      await person.answer(server);
      return (await unfinished(server)).length === 0 ? true : null;
    },
    PATIENCE_MS,
    async () => `${JSON.stringify(await unfinished(server))}\n${server.output().slice(-3_000)}`,
  );
  await whenListed();
  // A draft that a late answer left behind is ours to remove once the settle time is over.
  await sleep(smallTiming.settle_ms + smallTiming.list_lag_ms);
  await cron(server, "reconcile");
  await waitFor(async () => {
    const first = cronReply.parse((await cron(server, "sync-sales")).body);
    return first.counts.synced === 0 && !first.more ? true : null;
  }, PATIENCE_MS);
  const both = await Promise.all([cron(server, "run-agent"), cron(server, "run-agent")]);
  return both.map((reply) => reply.status);
}

/** What is not decided yet: manuals in work, pairs without a row, listings that are neither live nor wait for a person. */
async function unfinished(server: ProductServer): Promise<object[]> {
  const manuals = await all(server, "/manuals");
  const listings = await all(server, "/listings");
  const missing = 2 * manuals.length - listings.length;
  return [
    ...manuals.filter((manual) => manual.status === "processing"),
    ...listings.filter((listing) => listing.status === "pending"),
    ...(missing === 0 ? [] : [{ missing }]),
  ];
}

async function all(server: ProductServer, path: string): Promise<z.infer<typeof status>[]> {
  const found: z.infer<typeof status>[] = [];
  for (let next: string | undefined = "?limit=100"; next; ) {
    const { body, headers } = await server.call("GET", `${path}${next}`);
    found.push(...z.array(status).parse(body));
    const link: string | undefined = /^<([^>]+)>; rel="next"/.exec(headers.get("link") ?? "")?.[1];
    next = link && new URL(link, server.url).search;
  }
  return found;
}

async function cron({ url, cronSecret }: ProductServer, task: string) {
  const headers = { authorization: `Bearer ${cronSecret}`, connection: "close" };
  const reply = await fetch(`${url}/api/cron/${task}`, { headers });
  return { status: reply.status, body: await reply.json() };
}
