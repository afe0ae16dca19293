import { renew } from "@/tests/sandbox/etsy/listings/publish";
import type { World } from "@/tests/sandbox/etsy/world";

/** What time alone does: listings whose four months are over end or renew, and views are tabulated once a day. */
export function tick(world: World): void {
  const now = world.seconds();
  for (const listing of world.listings.all()) {
    if (listing.state !== "active" || listing.ending > now) continue;
    const next = listing.should_auto_renew
      ? renew(world, listing, "auto_renew_expired")
      : { ...listing, state: "expired" as const, state_changed: now };
    world.listings.put(listing.listing_id, next);
  }
  tabulateViews(world);
}

/** Only active listings are tabulated; the views of a listing that is not wait until it is again. */
function tabulateViews(world: World): void {
  const day = world.clock.now().toISOString().slice(0, 10);
  if (world.days.get("views")?.day === day) return;
  world.days.put("views", { day });
  for (const listing of world.listings.all()) {
    if (listing.state !== "active" || listing.views_today === 0) continue;
    world.listings.put(listing.listing_id, {
      ...listing,
      views: listing.views + listing.views_today,
      views_today: 0,
    });
  }
}
