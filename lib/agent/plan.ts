import { extname } from "node:path";
import type { ManualImages, StoredFile } from "@/db/schema/manuals";
import { PlatformError } from "../errors";
import { exponentOf, formatMoney, MAX_PRICE, type Money } from "../money";
import type { Account, Plan, PlannedFile, Platform } from "../platforms/platform";
import { compose } from "../seo/compose";
import { megabytes } from "../size";
import type { Work } from "./store";

/**
 * Freezes what will be sent.
 * @throws PlatformError `refused` with the field that this platform will not take: `rights`, `price_factor`,
 *   `price`, `file` or `images`.
 */
export function makePlan(work: Work, platform: Platform, account: Account, priceFactor: string | null): Plan {
  const { manual, overrides } = work;
  checkRights(work, platform);
  const price = priceOf(work, platform, account, priceFactor);
  const texts = compose(
    {
      ...manual,
      title: overrides.title ?? manual.title,
      description: overrides.description ?? manual.description,
      tags: overrides.tags ?? manual.tags,
    },
    platform.content,
  );
  return assemble(work, platform, { ...texts, price });
}

/** What was sent last, whatever the manual says by now; null when that is not known. */
export function sentPlan(work: Work, platform: Platform): Plan | null {
  const { title, description, tags, price, currency } = work.sent ?? {};
  if (!title || !tags || typeof description !== "string" || typeof price !== "number" || !currency)
    return null;
  return assemble(work, platform, { title, description, tags, price: { amount: price, currency } });
}

function assemble(
  work: Work,
  platform: Platform,
  said: Pick<Plan, "title" | "description" | "tags" | "price">,
): Plan {
  const { manual } = work;
  const file = plannedFile(work, platform);
  const images = picturesOf(manual.images, platform).map((picture, index) => ({
    ...pictureFile(picture, `${file.name.replace(/\.pdf$/, "")}-${index + 1}`),
    alt: altOf(said.title, index).slice(0, 500),
  }));
  if (images.length === 0)
    throw new PlatformError("refused", "This manual has no cover picture.", { field: "images" });
  const thumbnail = manual.images?.thumbnail ?? null;
  return {
    key: work.key,
    slug: slugOf(work),
    ...said,
    file,
    images,
    thumbnail: thumbnail && pictureFile(thumbnail, "thumbnail"),
    pageCount: manual.pageCount,
  };
}

/** The readable part of the address; with a number when earlier ones were taken. At most 40 characters. */
export function slugOf({ slug, notes }: Pick<Work, "slug" | "notes">): string {
  const tries = Number(notes.slugs ?? 1);
  if (tries < 2) return slug;
  const number = String(tries);
  return slug ? `${slug.slice(0, 39 - number.length).replace(/-+$/, "")}-${number}` : number;
}

/** @throws PlatformError `refused` (field `rights`) when this platform may not have this manual. */
export function checkRights({ manual }: Work, platform: Platform): void {
  if (manual.rights === "unverified") {
    throw new PlatformError("refused", "Nobody has said what rights you have to this manual.", {
      field: "rights",
    });
  }
  const refused = platform.refusedRights[manual.rights];
  if (!refused) return;
  throw new PlatformError("refused", `${platform.displayName} does not take this manual: ${refused.clause}`, {
    field: "rights",
    words: `${refused.clause} (${refused.link})`,
  });
}

function plannedFile({ manual, overrides }: Work, platform: Platform): PlannedFile {
  const { maxBytes, maxNameLength } = platform.limits.file;
  const given = overrides.file ?? { ...manual.file, name: manual.fileName };
  if (given.size > maxBytes) {
    const sentence = `${platform.displayName} takes files of up to ${megabytes(maxBytes)}. This PDF has ${megabytes(given.size, maxBytes)}.`;
    throw new PlatformError("refused", sentence, { field: "file" });
  }
  return {
    key: given.key,
    name: safeName(given.name, maxNameLength),
    size: given.size,
    sha256: given.sha256,
    mime: "application/pdf",
  };
}

function priceOf(
  { manual, overrides }: Work,
  platform: Platform,
  account: Account,
  factor: string | null,
): Money {
  const { currencies, minPrice } = platform.limits;
  if (currencies !== "any" && !currencies.includes(account.currency)) {
    throw new PlatformError("refused", `${platform.displayName} cannot sell in ${account.currency}.`, {
      field: "price",
    });
  }
  const price =
    overrides.price === undefined
      ? converted(manual, account.currency, factor)
      : { amount: overrides.price, currency: account.currency };
  const least = minPrice[price.currency] ?? 1;
  if (price.amount < least) {
    const words = `${platform.displayName} takes prices from ${formatMoney({ amount: least, currency: price.currency })}.`;
    throw new PlatformError("refused", `${words} This one is ${formatMoney(price)}.`, { field: "price" });
  }
  if (price.amount > MAX_PRICE) {
    throw new PlatformError("refused", `${formatMoney(price)} is more than we can store.`, {
      field: "price",
    });
  }
  return price;
}

/** The manual's price in the shop's currency. Nothing is converted without a factor from a person. */
function converted(manual: Work["manual"], currency: string, factor: string | null): Money {
  if (manual.price === null)
    throw new PlatformError("refused", "This manual has no price.", { field: "price" });
  if (manual.currency === currency) return { amount: manual.price, currency };
  if (factor === null) {
    const sentence = `Your shop sells in ${currency}, your prices are in ${manual.currency}.`;
    throw new PlatformError("refused", sentence, { field: "price_factor", words: currency });
  }
  const scale = 10 ** (exponentOf(currency) - exponentOf(manual.currency));
  return { amount: Math.round(manual.price * Number(factor) * scale), currency };
}

/** Letters without accents, digits, `.`, `_` and `-` only; ends in .pdf. */
export function safeName(name: string, max: number): string {
  const stem = name
    .slice(0, name.length - extname(name).length)
    .normalize("NFKD")
    .replace(/\p{Mark}/gu, "")
    .replace(/[^A-Za-z0-9._-]+/g, "-")
    .replace(/^[-.]+|[-.]+$/g, "");
  return `${(stem || "manual").slice(0, max - 4)}.pdf`;
}

function picturesOf(images: ManualImages | null, platform: Platform): StoredFile[] {
  return (images?.[platform.limits.images.form] ?? []).slice(0, platform.limits.images.max);
}

function pictureFile(picture: StoredFile, name: string): PlannedFile {
  return {
    key: picture.key,
    name: `${name}.jpg`,
    size: picture.size,
    sha256: picture.sha256,
    mime: "image/jpeg",
  };
}

function altOf(title: string, index: number): string {
  return index === 0 ? `Cover of ${title}` : `Sample page ${index} of ${title}`;
}
