import { toMajor } from "../money";
import type { ManualListing } from "../platforms/by-hand";
import type { Plan, Platform } from "../platforms/platform";
import type { Ask, Work } from "./store";

type ByHandPlatform = Platform & { byHand: ManualListing };

/**
 * The action for a listing that a person makes: texts in the order of the platform's form, files under the right
 * names, and the address to bring back. `context.kit` has everything that a screen or another program needs.
 */
export function kitAsk(platform: ByHandPlatform, work: Work, plan: Plan, origin: string): Ask {
  const { byHand, displayName } = platform;
  return {
    actionType: "manual_listing",
    cause: `manual_listing:listing:${work.listingId}`,
    priority: 45,
    title: `List “${plan.title}” on ${displayName}`,
    description: `${displayName} has no way to make products by program, so this one needs your hands for a few minutes. Everything is ready to copy. When the product is live, paste its address here: we check it, and count its sales from then on.`,
    prompt: "Address of the live product",
    inputType: "url",
    inputOptions: [],
    context: {
      platform: platform.name,
      kit: {
        form_url: byHand.formUrl(origin),
        address_example: byHand.addressExample(origin),
        steps: byHand.steps,
        fields: byHand.fields(plan),
        files: filesOf(work, plan),
        title: plan.title,
        price: toMajor(plan.price),
        currency: plan.price.currency,
      },
    },
    platformId: work.platformId,
    listingId: work.listingId,
    manualId: work.manual.id,
  };
}

/** The PDF, then the pictures in their order; addresses of our own routes. */
function filesOf(
  work: Work,
  plan: Plan,
): { name: string; kind: "pdf" | "picture"; size_bytes: number; url: string }[] {
  const base = `/api/passive-income/listings/${work.listingId}/files`;
  return [
    { name: plan.file.name, kind: "pdf", size_bytes: plan.file.size, url: `${base}/0` },
    ...plan.images.map(({ name, size }, index) => ({
      name,
      kind: "picture" as const,
      size_bytes: size,
      url: `${base}/${index + 1}`,
    })),
  ];
}
