import { z } from "zod";
import type { ProductServer } from "../support/server";

export interface ScreenAddress {
  name: string;
  /** Below the server's address. */
  path: string;
}

const root = "/passive-income";
const rows = z.array(z.looseObject({ id: z.number() }));
const listing = z.looseObject({ id: z.number(), status: z.string() });
const action = z.looseObject({ id: z.number(), input_type: z.string() });

/** One address of every screen, and of each state of it that looks different, in what this server has. */
export async function screensOf(server: ProductServer): Promise<ScreenAddress[]> {
  const get = async (path: string) => (await server.call("GET", path)).body;
  const listings = z.array(listing).parse(await get("/listings?limit=100"));
  const actions = z.array(action).parse(await get("/actions?limit=100"));
  const done = rows.parse(await get("/actions?limit=1&status=completed"));
  const manuals = rows.parse(await get("/manuals?limit=1"));
  const runs = rows.parse(await get("/agent/runs?limit=1"));
  const first = <T>(all: T[], is: (one: T) => boolean = () => true) => all.filter(is).slice(0, 1);
  return [
    { name: "overview", path: root },
    { name: "actions", path: `${root}/actions` },
    ...["selection", "file", "text", "confirmation"].flatMap((type) =>
      first(actions, ({ input_type }) => input_type === type).map(({ id }) => ({
        name: `action-${type}`,
        path: `${root}/actions/${id}`,
      })),
    ),
    { name: "actions-done", path: `${root}/actions?status=completed` },
    { name: "actions-none", path: `${root}/actions?status=timed_out` },
    ...first(done).map(({ id }) => ({ name: "action-done", path: `${root}/actions/${id}` })),
    { name: "listings", path: `${root}/listings` },
    { name: "listings-none", path: `${root}/listings?q=nothing-like-this` },
    ...["listed", "action_required", "error", "paused", "pending"].flatMap((status) =>
      first(listings, (one) => one.status === status).map(({ id }) => ({
        name: `listing-${status}`,
        path: `${root}/listings/${id}`,
      })),
    ),
    { name: "manuals", path: `${root}/manuals` },
    ...first(manuals).map(({ id }) => ({ name: "manual", path: `${root}/manuals/${id}` })),
    { name: "platforms", path: `${root}/platforms` },
    { name: "platform-etsy", path: `${root}/platforms/etsy` },
    { name: "platform-gumroad", path: `${root}/platforms/gumroad` },
    { name: "platform-payhip", path: `${root}/platforms/payhip` },
    { name: "revenue", path: `${root}/revenue` },
    { name: "agent", path: `${root}/agent` },
    ...first(runs).map(({ id }) => ({ name: "run", path: `${root}/agent/runs/${id}` })),
    { name: "not-here", path: `${root}/listings/999999` },
  ];
}
