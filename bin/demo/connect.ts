import { z } from "zod";
import { type Call, control, type Markets, must } from "./api";

const platformRow = z.object({
  id: z.number(),
  name: z.enum(["etsy", "gumroad", "payhip"]),
  is_active: z.boolean(),
  credentials_status: z.string(),
  webhook_url: z.string().nullable(),
});
const tokens = z.record(z.string(), z.unknown());
/** The credential names of each platform; a stand-in may tell more. */
const fields: Record<string, string[]> = {
  etsy: ["api_key", "api_secret", "access_token", "refresh_token", "shop_id", "expires_at"],
  gumroad: ["api_token"],
  payhip: ["api_key"],
};

/** Connects and switches on every shop, and gives Payhip the address where its sales are reported. */
export async function connectShops(call: Call, markets: Markets): Promise<void> {
  const platforms = z.array(platformRow).parse(await (await must(await call("GET", "/platforms"))).json());
  for (const { id, name, is_active, credentials_status, webhook_url } of platforms) {
    if (credentials_status !== "verified") {
      const all = tokens.parse(await control(markets[name], "token"));
      const given = Object.entries(all).filter(([key]) => fields[name]?.includes(key));
      const body = JSON.stringify(Object.fromEntries(given));
      await must(await call("POST", `/platforms/${id}/configure`, body, "application/json"));
    }
    // At each start: the product may answer at another port now.
    if (webhook_url)
      await control(markets[name], "webhooks", { urls: webhook_url, events: ["paid", "refunded"] });
    if (!is_active) await must(await call("POST", `/platforms/${id}/activate`));
  }
}
