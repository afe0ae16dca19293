import { z } from "zod";
import { makeApi } from "@/tests/sandbox/etsy/api";
import { authorize } from "@/tests/sandbox/etsy/auth/oauth";
import { ALL_SCOPES, endAccess, issue, revokeAll } from "@/tests/sandbox/etsy/auth/tokens";
import { payOut, refund } from "@/tests/sandbox/etsy/money/refund";
import { sell } from "@/tests/sandbox/etsy/money/sale";
import { readOpenapi } from "@/tests/sandbox/etsy/openapi";
import { tick } from "@/tests/sandbox/etsy/tick";
import { viewBooks } from "@/tests/sandbox/etsy/view";
import { sendAgain } from "@/tests/sandbox/etsy/webhooks";
import { openWorld, SELLER, type World } from "@/tests/sandbox/etsy/world";
import { openBooks } from "@/tests/sandbox/kit/books";
import { openClock } from "@/tests/sandbox/kit/clock";
import { startServer } from "@/tests/sandbox/kit/server";
import type { Profile, Sandbox } from "@/tests/sandbox/kit/types";

export type EtsySandbox = Sandbox;

type Options = {
  port?: number;
  profile: Profile;
  /** Where the books and files are kept; in memory when absent. */
  dir?: string;
  /** Path of the official OpenAPI document; `ETSY_OPENAPI` when absent; no check against it when neither is set. */
  openapi?: string;
  now?: () => Date;
};

/** Starts the stand-in Etsy on 127.0.0.1: API, token endpoint, public pages and control door on one origin. */
export async function startEtsy(options: Options): Promise<EtsySandbox> {
  const { profile, port, dir } = options;
  const books = openBooks({ name: "etsy", dir });
  const clock = openClock(books, options.now);
  const world = openWorld(books, clock, profile);
  const file = options.openapi ?? process.env.ETSY_OPENAPI;
  const api = makeApi(world, file === undefined || file === "" ? undefined : readOpenapi(file));
  return startServer({
    name: "Etsy",
    profile,
    port,
    handle: api.handle,
    control: {
      books,
      clock,
      view: (origin) => {
        tick(world);
        return viewBooks(world, origin);
      },
      set: world.set,
      token: (body) => makeToken(world, body),
      pattern: api.pattern,
      errorBody: (status) => ({ error: status === 429 ? "Exceeded per second rate limit" : "Server Error" }),
      routes: {
        "POST sale": (body, origin) => {
          tick(world);
          return sell(world, body, origin);
        },
        "POST refund": (body, origin) => refund(world, body, origin),
        "POST payout": () => payOut(world),
        "POST visit": (body) => visit(world, body),
        "POST listing": (body) => changeListing(world, body),
        "POST authorize": (body) => authorize(world, body),
        "POST password-changed": () => {
          revokeAll(world);
          return {};
        },
        "POST access-ended": () => {
          endAccess(world);
          return {};
        },
        "POST webhook": (body) => sendAgain(world, body),
      },
    },
  });
}

const tokenSchema = z.strictObject({
  user_id: z.int().positive().default(SELLER.user_id),
  scopes: z.array(z.string()).default(ALL_SCOPES),
});

function makeToken(world: World, body: unknown) {
  const grant = tokenSchema.parse(body);
  const pair = issue(world, grant);
  return {
    api_key: SELLER.keystring,
    api_secret: SELLER.shared_secret,
    access_token: pair.access.token,
    refresh_token: pair.refresh.token,
    shop_id: SELLER.shop_id,
    expires_at: new Date(pair.access.expires * 1000).toISOString(),
  };
}

const visitSchema = z.strictObject({
  listing_id: z.int(),
  views: z.int().nonnegative().default(0),
  favorites: z.int().nonnegative().default(0),
});

/** Buyers look at a listing: favourites show at once, views when the day is over. */
function visit(world: World, body: unknown) {
  const { listing_id, views, favorites } = visitSchema.parse(body);
  const listing = world.listings.get(listing_id);
  if (listing === undefined) throw new Error(`no listing ${listing_id}`);
  const seen = listing.state === "active" ? views : 0;
  const next = {
    ...listing,
    views_today: listing.views_today + seen,
    favorites: listing.favorites + favorites,
  };
  world.listings.put(listing_id, next);
  return { views: next.views, views_today: next.views_today, favorites: next.favorites };
}

const changeSchema = z.strictObject({
  listing_id: z.int(),
  frozen: z.boolean().optional(),
  state: z.enum(["active", "inactive", "expired", "removed"]).optional(),
});

/** What Etsy's moderation does to a listing, or the seller by hand. */
function changeListing(world: World, body: unknown) {
  const { listing_id, ...change } = changeSchema.parse(body);
  const listing = world.listings.get(listing_id);
  if (listing === undefined) throw new Error(`no listing ${listing_id}`);
  world.listings.put(listing_id, { ...listing, ...change, state_changed: world.seconds() });
  return { listing_id, ...change };
}
