import { afterAll, describe, expect, inject, it } from "vitest";
import { z } from "zod";
import { freshDatabase } from "../support/database";
import { credentialsOf, openMarkets } from "../support/markets";
import { removeData, startProduct } from "../support/server";
import { smallPdf } from "../support/small-pdf";
import { waitFor } from "../support/wait";

const listing = z.object({ status: z.string() });

describe.each(["pglite", "pg", "neon"] as const)("the production server on the driver %s", (driver) => {
  const undo: (() => unknown)[] = [];
  afterAll(async () => {
    for (const step of undo.reverse()) await step();
  });

  it("takes a PDF in, lists it on both platforms, and changes settings and actions", async () => {
    const markets = await openMarkets();
    undo.push(markets.close);
    const fresh = driver === "pglite" ? null : await freshDatabase({ template: false });
    if (fresh) undo.push(fresh.drop);
    const env =
      driver === "neon" ? { DATABASE_DRIVER: "neon", NEON_WS_PROXY: inject("neonProxy") } : undefined;
    const server = await startProduct({
      origins: markets.origins,
      env,
      ...(fresh ? { databaseUrl: fresh.url } : {}),
    });
    undo.push(
      () => removeData(server.dataDir),
      () => server.stop(),
    );
    expect(server.output()).toContain(`"driver":"${driver}"`);
    for (const [index, name] of (["etsy", "gumroad"] as const).entries()) {
      const reply = await server.call(
        "POST",
        `/platforms/${index + 1}/configure`,
        await credentialsOf(markets, name),
      );
      expect(reply.body).toMatchObject({ status: "verified" });
      await server.call("POST", `/platforms/${index + 1}/activate`);
    }
    const form = new FormData();
    form.set("file", new Blob([new Uint8Array(await smallPdf("Pocket Guide", 3))]), "pocket.pdf");
    expect((await server.call("POST", "/manuals", form)).status).toBe(201);
    const actions = z.array(z.object({ id: z.number() }));
    const asked = await waitFor(
      async () => actions.parse((await server.call("GET", "/actions")).body)[0] ?? null,
      60_000,
    );
    const answer = await server.call("POST", `/actions/${asked.id}/resolve`, { response: "own_work" });
    expect(answer.status).toBe(200);
    await waitFor(
      async () => {
        const all = z.array(listing).parse((await server.call("GET", "/listings")).body);
        return all.length === 2 && all.every(({ status }) => status === "listed") ? all : null;
      },
      60_000,
      async () => server.output().slice(-3_000),
    );
    expect((await server.call("PATCH", "/settings", { time_zone: "Europe/Berlin" })).body).toMatchObject({
      time_zone: "Europe/Berlin",
    });
    expect((await markets.etsyBooks()).listings.map(({ state }) => state)).toEqual(["active"]);
  }, 180_000);
});
