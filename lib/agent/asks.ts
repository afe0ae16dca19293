import type { PlatformError } from "../errors";
import type { Found, Platform } from "../platforms/platform";
import { megabytes } from "../size";
import type { Ask, Work } from "./store";

/** The questions that the engine asks about a listing, in the words a seller reads. */

const fieldWords: Record<string, string> = {
  title: "the title",
  description: "the description",
  tags: "the tags",
  price: "the price",
};

/** Something the platform (or its known limits) refused. */
export function refusedAsk(platform: Platform, work: Work, error: PlatformError, currency: string): Ask {
  const { field, words } = error.details;
  if (field === "file") return fileAsk(platform, work, error);
  if (field === "rights") return rightsAsk(platform, work, error);
  if (field === "price_factor") return factorAsk(platform, work, error);
  if (field === undefined || !(field in fieldWords)) return lookAsk(platform, work, error);
  const name = fieldWords[field] ?? field;
  return {
    ...about(platform, work, "provide_data"),
    priority: 60,
    title: `${platform.displayName} did not take ${name} of “${titleOf(work)}”`,
    description: `${error.message}${quote(platform, words)} Everything else is kept. Give another value and the agent goes on.`,
    prompt: `New value for ${name.replace(/^the /, "")}`,
    inputType: "text",
    context: {
      field,
      value: currentValue(work, field),
      currency,
      words: words ?? null,
    },
  };
}

function fileAsk(platform: Platform, work: Work, error: PlatformError): Ask {
  const limit = platform.limits.file.maxBytes;
  const size = work.overrides.file?.size ?? work.manual.file.size;
  return {
    ...about(platform, work, "provide_data"),
    cause: `provide_data:file:listing:${work.listingId}`,
    priority: 60,
    title: `${platform.displayName} needs a smaller PDF of “${titleOf(work)}”`,
    description: `${error.message} Give a smaller PDF of the same manual, at most ${megabytes(limit)}. It is used on ${platform.displayName} only; the other platforms keep the full file.`,
    prompt: "Smaller PDF",
    inputType: "file",
    context: {
      field: "file",
      size_bytes: size,
      limit_bytes: limit,
      link: platform.limits.file.link,
      words: error.details.words ?? null,
    },
  };
}

function rightsAsk(platform: Platform, work: Work, error: PlatformError): Ask {
  const refused = platform.refusedRights[work.manual.rights];
  const options = [
    { value: "own_work", label: "I wrote it", help: "Made or designed by you" },
    { value: "licence", label: "I have a licence to sell it" },
    { value: "public_domain", label: "It is in the public domain" },
  ].filter(({ value }) => !Object.hasOwn(platform.refusedRights, value));
  return {
    ...about(platform, work, "rights"),
    cause: `rights:listing:${work.listingId}`,
    priority: 40,
    title: `${platform.displayName} does not take “${titleOf(work)}” with these rights`,
    description: `${error.message} If the stated rights are not right, choose others. If they are, answer “Will not do”: this manual stays off ${platform.displayName}.`,
    prompt: "What are your rights to this manual?",
    inputType: "selection",
    inputOptions: options,
    context: { manual_ids: [work.manual.id], clause: refused?.clause ?? null, link: refused?.link ?? null },
  };
}

function factorAsk(platform: Platform, work: Work, error: PlatformError): Ask {
  return {
    ...about(platform, work, "provide_data"),
    cause: `provide_data:price_factor:platform:${work.platformId}`,
    listingId: null,
    manualId: null,
    priority: 70,
    title: `Set prices for ${platform.displayName}`,
    description: `${error.message} We never convert by ourselves. Give the number that your prices are multiplied with on ${platform.displayName}, for example 0.92. It is used for all manuals there.`,
    prompt: "Factor",
    inputType: "text",
    context: { field: "price_factor", currency: error.details.words ?? null },
  };
}

/** A person must look: an answer that we do not understand, or a state that only a person can change. */
export function lookAsk(platform: Platform, work: Work, error: PlatformError): Ask {
  const whole = error.kind === "needs_human";
  const base = about(platform, work, "verification");
  return {
    ...base,
    ...(whole ? { cause: `verification:platform:${work.platformId}`, listingId: null, manualId: null } : {}),
    priority: whole ? 80 : 55,
    title: whole
      ? `${platform.displayName} needs you before it publishes`
      : `Look at “${titleOf(work)}” on ${platform.displayName}`,
    description: `${error.message}${quote(platform, error.details.words)} Put it right at ${platform.homepage}, then confirm: the agent tries again.`,
    prompt: "I have looked, try again",
    inputType: "confirmation",
    context: {
      words: error.details.words ?? null,
      status: error.details.status ?? null,
      remote_id: work.remoteId,
    },
  };
}

/** A listing is gone after it was public: a person says whether it is made again, because that may cost a fee. */
export function vanishedAsk(platform: Platform, work: Work): Ask {
  const { displayName, publishCost } = platform;
  return {
    ...about(platform, work, "verification"),
    priority: 55,
    title: `“${titleOf(work)}” is gone from ${displayName}`,
    description: `${displayName} no longer has this listing after it was published. Confirm and it is made again${publishCost ? ` (${publishCost})` : ""}; if it should stay away, answer “Will not do”.`,
    prompt: "Make it again",
    inputType: "confirmation",
    context: { remote_id: work.remoteId, remake: true },
  };
}

/** A create whose answer was lost, and remote listings that may be it. */
export function chooseAsk(platform: Platform, work: Work, found: Found[]): Ask {
  return {
    ...about(platform, work, "choose"),
    priority: 75,
    title: `Is one of these “${titleOf(work)}”?`,
    description: `${platform.displayName} did not answer when we made this listing, and it has ${found.length === 1 ? "a listing" : `${found.length} listings`} with the same title that we did not mark. Nothing is made until you say which one is ours.`,
    prompt: `Which listing on ${platform.displayName} belongs to this manual?`,
    inputType: "selection",
    inputOptions: [
      ...found.map(({ remoteId, title, url }) => ({
        value: remoteId,
        label: `${title} (${remoteId})`,
        help: url ?? undefined,
      })),
      { value: "none", label: "None of them: make a new one" },
    ],
    context: { found: found.map(({ remoteId, title, url }) => ({ remote_id: remoteId, title, url })) },
  };
}

/** `settings.publish` is `ask`: the draft is ready. */
export function approveAsk(platform: Platform, work: Work): Ask {
  return {
    ...about(platform, work, "approve"),
    priority: 50,
    title: `Publish “${titleOf(work)}” on ${platform.displayName}?`,
    description: `The draft is complete: file, pictures, text and price. ${platform.publishCost ?? `Publishing costs nothing on ${platform.displayName}`}.`,
    prompt: "Publish it",
    inputType: "confirmation",
    context: { remote_id: work.remoteId, price: work.plan?.price ?? null },
  };
}

function about(platform: Platform, work: Work, actionType: Ask["actionType"]) {
  return {
    actionType,
    cause: `${actionType}:listing:${work.listingId}`,
    inputOptions: [],
    context: { platform: platform.name },
    platformId: work.platformId,
    listingId: work.listingId,
    manualId: work.manual.id,
  } satisfies Partial<Ask>;
}

function titleOf(work: Work): string {
  return work.overrides.title ?? work.manual.title;
}

function quote(platform: Platform, words: string | undefined): string {
  return words ? ` ${platform.displayName} said: “${words}”.` : "";
}

function currentValue({ plan }: Work, field: string): string | null {
  if (!plan) return null;
  if (field === "tags") return plan.tags.join(", ");
  if (field === "title") return plan.title;
  return field === "description" ? plan.description : null;
}
