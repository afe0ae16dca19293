import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { credentialsOf, type Markets, openMarkets } from "../support/markets";
import { seeded } from "../support/random";
import { freePort, type ProductServer, removeData, startProduct } from "../support/server";
import { smallPdf } from "../support/small-pdf";
import { waitFor } from "../support/wait";

const KILLS = 20;
const listings = z.array(
  z.object({
    id: z.number(),
    manual_id: z.number(),
    status: z.string(),
    error_message: z.string().nullable(),
  }),
);

/** What is not listed, for the message of a failure. */
async function unsettled(server: ProductServer): Promise<string> {
  const all = listings
    .parse((await server.call("GET", "/listings?limit=100")).body)
    .filter(({ status }) => status !== "listed");
  const manuals = z
    .array(z.object({ id: z.number(), status: z.string(), error_message: z.string().nullable() }))
    .parse((await server.call("GET", "/manuals?limit=100")).body)
    .filter(({ status }) => status !== "processed");
  return JSON.stringify({
    listings: all.map(({ id, status, error_message }) => ({ id, status, error_message })),
    manuals,
    log: server.output().slice(-3_000),
  });
}

describe("a server that is killed at any moment", () => {
  const random = seeded(20_261_123);
  let markets: Markets;
  let server: ProductServer;
  let dataDir = "";
  let manuals = 0;

  beforeAll(async () => {
    markets = await openMarkets();
  });
  afterAll(async () => {
    await server?.stop("SIGKILL");
    await markets.close();
    if (dataDir) removeData(dataDir);
  });

  const start = async (port: number) => {
    server = await startProduct({ origins: markets.origins, port, ...(dataDir ? { dataDir } : {}) });
    dataDir = server.dataDir;
  };
  const upload = async () => {
    manuals += 1;
    const form = new FormData();
    form.set("rights", "own_work");
    form.set(
      "file",
      new Blob([new Uint8Array(await smallPdf(`Field Guide Number ${manuals}`, manuals))]),
      `guide-${manuals}.pdf`,
    );
    const reply = await server.call("POST", "/manuals", form).catch(() => null);
    return reply?.status ?? 0;
  };

  it(`goes on where it was after ${KILLS} kills, and nothing is doubled or lost at the marketplaces`, async () => {
    const port = await freePort();
    await start(port);
    for (const [index, name] of (["etsy", "gumroad"] as const).entries()) {
      const reply = await server.call(
        "POST",
        `/platforms/${index + 1}/configure`,
        await credentialsOf(markets, name),
      );
      expect(reply.body).toMatchObject({ status: "verified" });
      await server.call("POST", `/platforms/${index + 1}/activate`);
    }
    const runs = new Set<number>();
    for (let kills = 0; kills < KILLS; kills += 1) {
      expect(await upload()).toBe(201);
      const reply = await server.call("POST", "/agent/run");
      expect(reply.status).toBe(202);
      runs.add(z.object({ run_id: z.number() }).parse(reply.body).run_id);
      expect(runs.size, "a killed run does not block the button: this is another one").toBe(kills + 1);
      await new Promise((done) => setTimeout(done, 50 + random() * 2_500));
      await server.stop("SIGKILL");
      await start(port);
    }
    await server.call("POST", "/agent/run");
    const settled = await waitFor(
      async () => {
        const { body } = await server.call("GET", "/listings?limit=100");
        const all = listings.parse(body);
        return all.length === 2 * manuals && all.every(({ status }) => status === "listed") ? all : null;
      },
      240_000,
      () => unsettled(server),
    );
    expect(settled).toHaveLength(2 * KILLS);
    const etsy = await markets.etsyBooks();
    expect(etsy.violations).toEqual([]);
    expect(etsy.listings.filter(({ state }) => state === "active")).toHaveLength(manuals);
    expect(etsy.listings.filter(({ state }) => state === "draft")).toEqual([]);
    expect(new Set(etsy.listings.map(({ title }) => title)).size).toBe(manuals);
    for (const { files, images } of etsy.listings) {
      expect(files).toHaveLength(1);
      expect(images).toHaveLength(4);
    }
    const gumroad = (await markets.gumroadBooks()).products.filter(({ deleted }) => !deleted);
    expect(gumroad.filter(({ published }) => published)).toHaveLength(manuals);
    expect(gumroad).toHaveLength(manuals);
    for (const { files } of gumroad) expect(files).toHaveLength(1);
  }, 600_000);
});
