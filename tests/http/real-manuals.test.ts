import { existsSync, openAsBlob } from "node:fs";
import { basename, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { freshDatabase } from "../support/database";
import { credentialsOf, type Markets, openMarkets } from "../support/markets";
import { type ProductServer, removeData, startProduct } from "../support/server";
import { waitFor } from "../support/wait";

// Real manuals lie beside the product in some checkouts; their licence keeps them out of it.
const folder = resolve(import.meta.dirname, "../../../shared/manuals");
const present = existsSync(folder);
if (!present) console.warn("skipped: real manuals over HTTP, because ../shared/manuals is not here");

const accepted = [
  { file: "R-intro.pdf", title: "An Introduction to R", pages: 113 },
  { file: "R-lang.pdf", title: "R Language Definition", pages: 69 },
  { file: "gnuplot.pdf", title: "gnuplot 5.4", pages: 311 },
  { file: "octave.pdf", title: "GNU Octave", pages: 1158 },
  { file: "scanned-bash-reference.pdf", title: "", pages: null },
];
const refused = [
  { file: "encrypted-R-data.pdf", cause: /password/i },
  { file: "truncated-R-ints.pdf", cause: /incomplete|truncated|cut|end/i },
];

const manual = z.object({
  id: z.number(),
  title: z.string(),
  status: z.string(),
  page_count: z.number(),
  has_text: z.boolean().nullable(),
  cover_url: z.string().nullable(),
  preview_urls: z.array(z.string()),
});
const listing = z.object({
  manual_id: z.number(),
  status: z.string(),
  platform_url: z.string().nullable(),
  error_message: z.string().nullable(),
});
const problem = z.object({ status: z.number(), detail: z.string(), manual_id: z.number().optional() });
const action = z.object({
  action_type: z.string(),
  context: z.object({ manual_ids: z.array(z.number()).optional() }),
});

describe.runIf(present).each(["embedded", "postgres"] as const)(
  "real manuals over HTTP, %s database",
  (database) => {
    let markets: Markets;
    let server: ProductServer;
    let drop = async () => {};

    const upload = async (file: string, rights?: string) => {
      const form = new FormData();
      if (rights) form.set("rights", rights);
      form.set("file", await openAsBlob(resolve(folder, file)), basename(file));
      return server.call("POST", "/manuals", form);
    };

    beforeAll(async () => {
      markets = await openMarkets();
      const fresh = database === "postgres" ? await freshDatabase({ template: false }) : null;
      if (fresh) drop = fresh.drop;
      server = await startProduct({ origins: markets.origins, ...(fresh ? { databaseUrl: fresh.url } : {}) });
      for (const [index, name] of (["etsy", "gumroad"] as const).entries()) {
        await server.call("POST", `/platforms/${index + 1}/configure`, await credentialsOf(markets, name));
        await server.call("POST", `/platforms/${index + 1}/activate`);
      }
    }, 120_000);
    afterAll(async () => {
      await server.stop();
      await markets.close();
      await drop();
      removeData(server.dataDir);
    });

    it("reads them with their titles and page counts and lists them on both platforms", async () => {
      const ids: number[] = [];
      for (const { file } of accepted) {
        const reply = await upload(file, "own_work");
        expect(reply.status, file).toBe(201);
        ids.push(manual.parse(reply.body).id);
      }
      const all = await waitFor(async () => {
        const found = z.array(manual).parse((await server.call("GET", "/manuals?limit=100")).body);
        return found.every(({ status }) => status !== "processing") ? found : null;
      }, 180_000);
      for (const [index, { file, title, pages }] of accepted.entries()) {
        const read = all.find(({ id }) => id === ids[index]);
        expect(read?.status, file).toBe("processed");
        expect(read?.title.toLowerCase().startsWith(title.toLowerCase()), `${file}: ${read?.title}`).toBe(
          true,
        );
        if (pages !== null) expect(read?.page_count).toBe(pages);
        expect(read?.has_text, file).toBe(!file.startsWith("scanned"));
        expect(read?.cover_url).not.toBeNull();
        expect(read?.preview_urls.length).toBeGreaterThan(0);
      }
      const listed = await waitFor(
        async () => {
          const found = z.array(listing).parse((await server.call("GET", "/listings?limit=100")).body);
          return found.length === 2 * accepted.length && found.every(({ status }) => status === "listed")
            ? found
            : null;
        },
        120_000,
        async () =>
          JSON.stringify(z.array(listing).parse((await server.call("GET", "/listings?limit=100")).body)),
      );
      expect(listed.every(({ platform_url }) => platform_url !== null)).toBe(true);
      const etsy = await markets.etsyBooks();
      expect(etsy.violations).toEqual([]);
      expect(
        etsy.listings.map(({ state, files, images }) => [state, files.length, images.length > 1]),
      ).toEqual(accepted.map(() => ["active", 1, true]));
      const { products } = await markets.gumroadBooks();
      expect(products.map(({ published, files }) => [published, files.length])).toEqual(
        accepted.map(() => [true, 1]),
      );
    }, 400_000);

    it("refuses the encrypted and the truncated one with their cause, again and again", async () => {
      for (const { file, cause } of [...refused, ...refused]) {
        const reply = await upload(file, "own_work");
        expect(reply.status, file).toBe(422);
        expect(problem.parse(reply.body).detail, file).toMatch(cause);
      }
    });

    it("answers each accepted file a second time with 409 and the manual that is already there", async () => {
      for (const { file } of accepted) {
        const reply = await upload(file, "own_work");
        expect(reply.status, file).toBe(409);
        expect(problem.parse(reply.body).manual_id).toBeTypeOf("number");
      }
    });
  },
);

describe.runIf(present)("real manuals without rights", () => {
  it.each(["embedded", "postgres"] as const)(
    "are all held by one action, %s database",
    async (database) => {
      const fresh = database === "postgres" ? await freshDatabase({ template: false }) : null;
      const server = await startProduct(fresh ? { databaseUrl: fresh.url } : {});
      try {
        const ids: number[] = [];
        for (const { file } of accepted) {
          const form = new FormData();
          form.set("file", await openAsBlob(resolve(folder, file)), file);
          ids.push(manual.parse((await server.call("POST", "/manuals", form)).body).id);
        }
        const held = await waitFor(async () => {
          const open = z.array(action).parse((await server.call("GET", "/actions")).body);
          return open.length === 1 && open[0]?.context.manual_ids?.length === accepted.length
            ? open[0]
            : null;
        }, 120_000);
        expect(held.action_type).toBe("rights");
        expect(held.context.manual_ids).toEqual(ids);
        expect((await server.call("GET", "/listings")).body).toEqual([]);
      } finally {
        await server.stop();
        removeData(server.dataDir);
        await fresh?.drop();
      }
    },
    180_000,
  );
});
