import { openAsBlob, readFileSync } from "node:fs";
import { z } from "zod";
import { messageOf } from "@/lib/errors";
import { makeSampleManuals } from "../tests/sandbox/manuals/make";

const platformRow = z.object({
  id: z.number(),
  name: z.string(),
  is_active: z.boolean(),
  credentials_status: z.string(),
});
const tokens = z.record(z.string(), z.unknown());
/** The credential names of each platform; a stand-in may tell more. */
const fields: Record<string, string[]> = {
  etsy: ["api_key", "api_secret", "access_token", "refresh_token", "shop_id", "expires_at"],
  gumroad: ["api_token"],
};

const fillInput = z.object({
  api: z.url(),
  token: z.string(),
  markets: z.object({ etsy: z.url(), gumroad: z.url() }),
  dir: z.string(),
});
export type FillInput = z.infer<typeof fillInput>;

/** Fills the demo through the product's own HTTP API: connects both shops and uploads the sample manuals. Repeatable. */
async function fillDemo({ api, token, markets, dir }: FillInput): Promise<void> {
  const call = (method: string, path: string, body?: BodyInit, type?: string) =>
    fetch(`${api}${path}`, {
      method,
      body,
      headers: { authorization: `Bearer ${token}`, ...(type ? { "content-type": type } : {}) },
    });
  const platforms = z.array(platformRow).parse(await (await call("GET", "/platforms")).json());
  for (const { id, name, is_active, credentials_status } of platforms) {
    const market = name === "etsy" ? markets.etsy : markets.gumroad;
    if (credentials_status !== "verified") {
      const all = tokens.parse(
        await (await fetch(`${market}/__control/token`, { method: "POST", body: "{}" })).json(),
      );
      const credentials = Object.fromEntries(
        Object.entries(all).filter(([key]) => fields[name]?.includes(key)),
      );
      await must(
        await call("POST", `/platforms/${id}/configure`, JSON.stringify(credentials), "application/json"),
      );
    }
    if (!is_active) await must(await call("POST", `/platforms/${id}/activate`));
  }
  for (const manual of await makeSampleManuals(dir)) {
    const form = new FormData();
    form.set("rights", manual.rights);
    form.set("description", manual.description);
    form.set("tags", manual.tags.join(","));
    if (manual.price) form.set("price", manual.price);
    form.set("file", await openAsBlob(manual.file, { type: "application/pdf" }), manual.fileName);
    const reply = await call("POST", "/manuals", form);
    if (reply.status !== 409) await must(reply);
  }
}

async function must(reply: Response): Promise<void> {
  if (!reply.ok) throw new Error(`The demo could not be filled: ${reply.status} ${await reply.text()}`);
}

fillDemo(fillInput.parse(JSON.parse(readFileSync(0, "utf8")))).catch((error) => {
  console.error(messageOf(error));
  process.exit(1);
});
