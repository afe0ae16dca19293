import { randomBytes } from "node:crypto";
import { z } from "zod";
import { SCOPES } from "@/tests/sandbox/gumroad/access";
import { switchesSchema } from "@/tests/sandbox/gumroad/account";
import type { World } from "@/tests/sandbox/gumroad/context";
import { disputeSale, makePayout, makeSale, saleBody } from "@/tests/sandbox/gumroad/market";
import { pathPattern } from "@/tests/sandbox/gumroad/routes";
import { refund } from "@/tests/sandbox/gumroad/sales/refund";
import type { Sale } from "@/tests/sandbox/gumroad/state";
import type { Books } from "@/tests/sandbox/kit/books";
import type { Clock, Control } from "@/tests/sandbox/kit/types";

const tokenBody = z.strictObject({
  scopes: z.array(z.enum(SCOPES)).default([...SCOPES]),
  application: z.string().default("application-1"),
});
const revokeBody = z.strictObject({ api_token: z.string() });
const refundBody = z.strictObject({ sale_id: z.string(), amount_cents: z.int().positive().optional() });
const disputeBody = z.strictObject({
  sale_id: z.string(),
  outcome: z.enum(["open", "won", "lost"]).default("open"),
});
const payoutBody = z.strictObject({ status: z.string().default("completed") });

/** What the stand-in adds to the control door: credentials, switches, buyers, disputes and payouts. */
export function controlOf(world: World, kit: Books, clock: Clock): Control {
  const { books, keep } = world;
  const done = <T extends object>(answer: T): T => {
    keep.account();
    return answer;
  };
  return {
    books: kit,
    clock,
    view: () => ({ ...books, upload_url: world.uploads }),
    pattern: (_method, path) => pathPattern(path),
    set(body) {
      Object.assign(books.switches, switchesSchema.partial().parse(body));
      return done(books.switches);
    },
    token(body) {
      const { scopes, application } = tokenBody.parse(body);
      const token = {
        api_token: randomBytes(32).toString("hex"),
        scopes: [...scopes],
        application,
        revoked: false,
      };
      books.tokens.push(token);
      keep.token(token);
      return done({ api_token: token.api_token, scopes, application, seller_id: books.seller.id });
    },
    routes: {
      "POST revoke": (body) => {
        const { api_token } = revokeBody.parse(body);
        const token = books.tokens.find((known) => known.api_token === api_token);
        if (token === undefined) throw new Error("no such token");
        token.revoked = true;
        keep.token(token);
        return done({ revoked: true });
      },
      "POST sale": (body) => done(makeSale(world, saleBody.parse(body))),
      "POST refund": (body) => {
        const { sale_id, amount_cents } = refundBody.parse(body);
        const sale = saleOf(world, sale_id);
        const reason = refund(world, sale, amount_cents ?? null);
        if (reason !== null) throw new Error(reason);
        return done(sale);
      },
      "POST dispute": (body) => {
        const { sale_id, outcome } = disputeBody.parse(body);
        return done(disputeSale(world, saleOf(world, sale_id), outcome));
      },
      "POST payout": (body) => done(makePayout(world, payoutBody.parse(body).status)),
    },
  };
}

function saleOf(world: World, id: string): Sale {
  const sale = world.books.sales.find((known) => known.id === id);
  if (sale === undefined) throw new Error(`no sale ${id}`);
  return sale;
}
