import { openAsBlob, readFileSync } from "node:fs";
import { z } from "zod";
import { messageOf } from "@/lib/errors";
import { makeSampleManuals } from "../tests/sandbox/manuals/make";
import { type Call, must } from "./demo/api";
import { sellByHand } from "./demo/by-hand";
import { connectShops } from "./demo/connect";

const fillInput = z.object({
  api: z.url(),
  token: z.string(),
  markets: z.object({ etsy: z.url(), gumroad: z.url(), payhip: z.url() }),
  dir: z.string(),
});
export type FillInput = z.infer<typeof fillInput>;

/** Fills the demo through the product's own HTTP API, as a seller would: shops, manuals, a few products made by hand. Repeatable. */
async function fillDemo({ api, token, markets, dir }: FillInput): Promise<void> {
  const call: Call = (method, path, body, type) =>
    fetch(`${api}${path}`, {
      method,
      body,
      headers: { authorization: `Bearer ${token}`, ...(type ? { "content-type": type } : {}) },
    });
  await connectShops(call, markets);
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
  await sellByHand(call, markets.payhip);
}

fillDemo(fillInput.parse(JSON.parse(readFileSync(0, "utf8")))).catch((error) => {
  console.error(messageOf(error));
  process.exit(1);
});
