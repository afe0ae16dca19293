import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { type Account, openAccount } from "../sandbox-qstash/account";
import { freePort, type ProductServer, removeData, startProduct } from "../support/server";
import { waitFor } from "../support/wait";

let account: Account;
let server: ProductServer;
const schedule = (secret: string) =>
  fetch(`${server.url}/api/cron/run-agent`, { headers: { authorization: `Bearer ${secret}` } });

beforeAll(async () => {
  account = await openAccount();
  const { token, current_signing_key, next_signing_key } = await account.keys();
  const port = await freePort();
  const env = {
    APP_URL: `http://127.0.0.1:${port}`,
    SCHEDULER: "off",
    CRON_SECRET: "",
    QSTASH_URL: account.url,
    QSTASH_TOKEN: token,
    QSTASH_CURRENT_SIGNING_KEY: current_signing_key,
    QSTASH_NEXT_SIGNING_KEY: next_signing_key,
  };
  server = await startProduct({ port, env });
}, 400_000);

afterAll(async () => {
  await server.stop();
  await account.close();
  removeData(server.dataDir);
});

test("the built server is called by QStash alone, sends its messages and takes them, with rolled keys too", async () => {
  const platforms = z.array(z.looseObject({ id: z.number(), name: z.string() }));
  const { body } = await server.call("GET", "/platforms");
  for (const { id } of platforms.parse(body).filter(({ name }) => name === "payhip"))
    await server.call("POST", `/platforms/${id}/activate`);
  expect((await schedule(server.cronSecret)).status).toBe(401);
  for (const round of [1, 2]) {
    await account.publish(`${server.url}/api/cron/run-agent`, {}, "");
    const messages = await waitFor(async () => {
      const all = await account.messages();
      return all.length === 3 * round && all.every(({ state }) => state === "delivered") ? all : null;
    }, 60_000);
    expect(new Set(messages.flatMap(({ attempts }) => attempts.map(({ status }) => status)))).toEqual(
      new Set([200]),
    );
    await account.control("POST", "roll-keys", {});
  }
  const runs = z.array(z.looseObject({ task: z.string(), status: z.string() }));
  const ran = runs.parse((await server.call("GET", "/agent/runs")).body);
  expect(ran.map(({ task }) => task).sort()).toEqual([
    ...["run-agent:payhip", "run-agent:payhip"],
    ...["run-agent:rest", "run-agent:rest"],
  ]);
  expect(new Set(ran.map(({ status }) => status))).toEqual(new Set(["finished"]));
  expect(server.output()).not.toContain("failed");
}, 180_000);
