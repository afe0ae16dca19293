import { retryListing } from "@/lib/listings";
import { route } from "@/lib/route";
import { retryListingOperation } from "@/lib/route/listings";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

export const POST = route(retryListingOperation, async ({ app, params }) => {
  await retryListing(app, params.id);
  return { message: "The agent tries this listing again.", listing_id: params.id };
});
