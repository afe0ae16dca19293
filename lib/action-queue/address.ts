import { z } from "zod";
import { type App, originOf } from "../app";
import { connectionRow, sessionFor } from "../connections/read";
import { AppError, PlatformError } from "../errors";
import { formatMoney, isCurrency, type Money, parseMajor, toMajorText } from "../money";
import type { ActionRow } from "./answers";

/** A pasted address of a product, and what its public page said. */
export interface AddressAnswer {
  remoteId: string;
  url: string;
  evidence: Evidence | null;
}

/** Kept beside the answer. `warning`: what a person should know, as a sentence. */
export interface Evidence {
  checked_at: string;
  title: string | null;
  price: string | null;
  currency: string | null;
  warning: string | null;
}

const kitShape = z.object({
  kit: z.object({
    address_example: z.string(),
    title: z.string(),
    /** Major units. */
    price: z.number(),
    currency: z.string().refine(isCurrency),
  }),
});

/**
 * The product that an answer names.
 * @throws AppError `invalid` when it is not the address of a product on this platform.
 */
export async function addressIn(app: App, action: ActionRow, response: unknown): Promise<AddressAnswer> {
  const { platform } = await connectionRow(app, action.platformId ?? 0);
  const found = platform.byHand?.readAddress(
    z.string().max(2_000).catch("").parse(response),
    originOf(app, platform),
  );
  if (found) return { ...found, evidence: null };
  const example = kitShape.safeParse(action.context).data?.kit.address_example ?? platform.homepage;
  const message = `This is not the address of a product on ${platform.displayName}. It looks like ${example}.`;
  throw new AppError("invalid", message, { problems: [{ path: "response", message }] });
}

/** Reads the public page. What cannot be checked, or differs, is a warning: the person knows better. */
export async function lookAt(app: App, action: ActionRow, address: AddressAnswer): Promise<AddressAnswer> {
  const { platform } = await connectionRow(app, action.platformId ?? 0);
  const session = sessionFor(app, platform, {}, null);
  const base = { checked_at: app.world.now().toISOString(), title: null, price: null, currency: null };
  try {
    const page = await platform.byHand?.look(session, address.remoteId);
    if (!page) {
      const warning = `${platform.displayName} has no page at this address yet. Publish the product there, or correct the address.`;
      return { ...address, evidence: { ...base, warning } };
    }
    const price = page.price && { price: toMajorText(page.price), currency: page.price.currency };
    const warning = warningAbout(action, page, platform.displayName);
    return { ...address, evidence: { ...base, ...price, title: page.title, warning } };
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    const warning = `The page could not be checked: ${error.message}`;
    return { ...address, evidence: { ...base, warning } };
  }
}

function warningAbout(action: ActionRow, page: { price: Money | null }, name: string): string | null {
  const kit = kitShape.safeParse(action.context).data?.kit;
  const planned = kit && { amount: parseMajor(kit.price, kit.currency) ?? 0, currency: kit.currency };
  if (!page.price) return "The page shows no price that we could read.";
  if (!planned || (planned.amount === page.price.amount && planned.currency === page.price.currency))
    return null;
  return `${name} shows ${formatMoney(page.price)}, the kit says ${formatMoney(planned)}.`;
}
