import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { type ProductServer, removeData } from "../support/server";
import { listed, startWithOwner } from "./product";
import { refused } from "./refused";

let server: ProductServer;

beforeAll(async () => {
  server = await startWithOwner();
}, 400_000);

afterAll(async () => {
  await server.stop();
  removeData(server.dataDir);
});

const tasks = ["run-agent", "auto-list", "sync-sales", "expire-actions", "adjust-prices", "reconcile"];
const whole = z.int().nonnegative();
const reply = z.strictObject({
  task: z.string(),
  counts: z.strictObject({ listed: whole, synced: whole, timed_out: whole, prices: whole, actions: whole }),
  more: z.boolean(),
});

const cron = (method: string, task: string, bearer: string | null) =>
  fetch(`${server.url}/api/cron/${task}`, {
    method,
    headers: bearer === null ? {} : { authorization: `Bearer ${bearer}` },
  });

describe.each(tasks)("/api/cron/%s", (task) => {
  test.each(["GET", "POST"])(
    "%s with the secret does a bounded batch and says what came of it",
    async (method) => {
      const response = await cron(method, task, server.cronSecret);
      expect(response.status).toBe(200);
      expect(reply.parse(await response.json())).toMatchObject({ task, more: false });
    },
  );

  test.each(["GET", "POST"])(
    "%s without the secret, with another one or the API token is 401",
    async (method) => {
      for (const bearer of [null, "nonsense", server.cronSecret.slice(1), server.token])
        await refused(await cron(method, task, bearer), 401);
    },
  );

  test("twice at once, one does it and the other leaves it be", async () => {
    const both = await Promise.all([
      cron("GET", task, server.cronSecret),
      cron("POST", task, server.cronSecret),
    ]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
  });
});

test("each leaves a run that the API shows, finished and without a problem", async () => {
  const { rows } = await listed(server, "agent/runs", "?limit=100");
  for (const task of tasks) {
    const runs = rows.filter((run) => run.task === task);
    expect(runs.length, task).toBeGreaterThan(0);
    for (const run of runs)
      expect(run, task).toMatchObject({ status: "finished", trigger: "schedule", error: null });
  }
});

test("a task that there is none of is 404", async () => {
  expect((await cron("GET", "tidy-up", server.cronSecret)).status).toBe(404);
});
