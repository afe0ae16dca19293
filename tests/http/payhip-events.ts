import { expect } from "vitest";
import { z } from "zod";
import type { ProductServer } from "../support/server";
import { waitFor } from "../support/wait";
import { listed } from "./product";

/** Minor units; `daysAgo` counts back from now. */
interface Sold {
  id: string;
  price: number;
  daysAgo?: number;
  key?: string;
  title?: string;
  quantity?: number;
  currency?: string;
  fees?: [stripe: number, payhip: number];
}

/** An order as Payhip reports it: https://help.payhip.com/article/115-webhooks */
export function paid({ id, price, daysAgo = 0, key = "AbCd", title = "Knots", ...more }: Sold) {
  const [stripe_fee, payhip_fee] = more.fees ?? [0, 0];
  return {
    ...{ id, type: "paid", email: "ann@example.com", currency: more.currency ?? "USD", price },
    ...{ vat_applied: false, ip_address: "203.0.113.7", payment_type: "card", stripe_fee, payhip_fee },
    items: [{ product_key: key, product_name: title, quantity: String(more.quantity ?? 1) }],
    date: secondsAgo(daysAgo),
  };
}

export function refunded(sold: Sold, amount_refunded: number, daysAgo = 0) {
  return { ...paid(sold), type: "refunded", amount_refunded, date_refunded: secondsAgo(daysAgo) };
}

function secondsAgo(days: number): number {
  return Math.floor(Date.now() / 1000) - days * 86_400;
}

/** The address that the product shows its owner for Payhip. */
export async function webhookOf(server: ProductServer): Promise<string> {
  const { rows } = await listed(server, "platforms");
  return z.url().parse(rows.find(({ name }) => name === "payhip")?.webhook_url);
}

/** Sends events to the product and waits until the ledger has `rows` rows of them. */
export async function report(server: ProductServer, events: object[], rows: number): Promise<void> {
  const url = await webhookOf(server);
  for (const event of events) {
    const response = await send(url, JSON.stringify(event));
    expect(response.status, await response.text()).toBe(200);
  }
  await waitFor(
    async () => ((await listed(server, "revenue/entries", "?limit=100")).rows.length >= rows ? true : null),
    15_000,
  );
}

export function send(url: string, body: BodyInit): Promise<Response> {
  return fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body });
}
