import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Db } from "@/db/client";
import { rows } from "@/db/rows";
import type { actionQueue } from "@/db/schema/actions";
import type { Overrides } from "@/db/schema/listings";
import { AppError } from "../errors";
import { pauseHeld, requeue, trackByHand } from "../listings";
import { MAX_PRICE, parseMajor } from "../money";
import type { Notes } from "../platforms/platform";
import type { AddressAnswer } from "./address";
import { askForRights } from "./workspace-asks";

export type ActionRow = typeof actionQueue.$inferSelect;

/** A file that came as an answer and passed the checks; kept in storage under `key`. */
export type FileAnswer = NonNullable<Overrides["file"]>;

/** What an answer is: its text as it is kept, and what it does within the same transaction. */
export interface Answer {
  text: string;
  effect(tx: Db, at: Date): Promise<void>;
}

/** What came beside the text of an answer: a checked file, or the product that a pasted address names. */
export interface Brought {
  file: FileAnswer | null;
  address: AddressAnswer | null;
}

/** Reads an answer to an action. @throws AppError `invalid` when it does not fit; nothing has changed then. */
export function readAnswer(action: ActionRow, response: unknown, { file, address }: Brought): Answer {
  switch (action.inputType) {
    case "confirmation":
      return confirmation(action, response);
    case "selection":
      return selection(action, response);
    case "file":
      return fileAnswer(action, file);
    case "url":
      return listedAt(action, address);
    default:
      return provideData(action, response);
  }
}

function confirmation(action: ActionRow, response: unknown): Answer {
  const parsed = z
    .union([z.boolean(), z.enum(["true", "false"]).transform((text) => text === "true")])
    .safeParse(response);
  if (!parsed.success) throw unfit("Answer true or false.");
  const yes = parsed.data;
  if (!yes && action.actionType !== "approve")
    throw unfit("Answer true when it is done. To leave it, choose “Will not do”.");
  return {
    text: String(yes),
    async effect(tx, at) {
      if (!yes) return pauseHeld(tx, action.cause);
      await goOn(tx, action, at, notesOf(action));
    },
  };
}

/** What a confirmation allows the engine to do. */
function notesOf({ actionType, context }: ActionRow): Notes {
  if (actionType === "approve") return { approved: true };
  return context.remake === true ? { remake: true } : {};
}

function selection(action: ActionRow, response: unknown): Answer {
  const options = action.inputOptions.map(({ value }) => value);
  const value = z.string().safeParse(response).data;
  if (value === undefined || !options.includes(value)) throw unfit(`Choose one of: ${options.join(", ")}.`);
  return {
    text: value,
    async effect(tx, at) {
      if (action.actionType === "rights") await setRights(tx, action, value, at);
      if (action.actionType === "choose" && value !== "none") {
        await refuseTaken(tx, action, value);
        await tx.execute(
          sql`update platform_listings set platform_listing_id = coalesce(platform_listing_id, ${value}) where id = ${action.listingId}`,
        );
      }
      const others =
        action.actionType === "choose" && value === "none"
          ? options.filter((option) => option !== "none")
          : [];
      await goOn(tx, action, at, Object.fromEntries(others.map((id) => [`not_${id}`, true])));
    },
  };
}

/** @throws AppError `invalid` when another listing is known under this remote id. */
async function refuseTaken(tx: Db, action: ActionRow, remoteId: string): Promise<void> {
  const taken = await tx.execute(sql`select id from platform_listings where platform_id = ${action.platformId}
    and platform_listing_id = ${remoteId} and id <> ${action.listingId}`);
  const [other] = rows(taken, z.object({ id: z.number() }));
  if (other) throw unfit(`That one belongs to listing ${other.id} already. Choose another one, or none.`);
}

function fileAnswer(action: ActionRow, file: FileAnswer | null): Answer {
  if (!file) throw unfit("Give a PDF file.");
  return {
    text: `${file.name} (sha256 ${file.sha256})`,
    effect: (tx, at) => override(tx, action, { file }, at),
  };
}

/** Listed by hand: known by its address from now on. */
function listedAt(action: ActionRow, address: AddressAnswer | null): Answer {
  if (!address) throw unfit("Paste the address of the live product.");
  const { remoteId, url, evidence } = address;
  return {
    text: url,
    async effect(tx, at) {
      await refuseTaken(tx, action, remoteId);
      await tx.execute(
        sql`update action_queue set context = context || ${JSON.stringify({ evidence })}::jsonb where id = ${action.id}`,
      );
      await trackByHand(tx, {
        cause: action.cause,
        remoteId,
        url,
        title: evidence?.title ?? null,
        at,
        evidence,
      });
    },
  };
}

function provideData(action: ActionRow, response: unknown): Answer {
  const field = z.string().parse(action.context.field);
  const numeric = field === "price" || field === "price_factor";
  const given = numeric && typeof response === "number" ? String(response) : response;
  const text = z.string().trim().min(1).max(100_000).safeParse(given).data;
  if (text === undefined) throw unfit(numeric ? "Give a number." : "Give a text.");
  if (field === "price_factor") return priceFactor(action, text);
  return { text, effect: (tx, at) => override(tx, action, overrideOf(action, field, text), at) };
}

function overrideOf(action: ActionRow, field: string, text: string): Overrides {
  if (field === "title" || field === "description") return { [field]: text };
  if (field === "tags")
    return {
      tags: text
        .split(",")
        .map((tag) => tag.trim())
        .filter(Boolean),
    };
  if (field !== "price") throw unfit(`The field ${field} cannot be answered with a text.`);
  const currency = z.string().catch("USD").parse(action.context.currency);
  const price = parseMajor(text, currency);
  if (price === null || price <= 0 || price > MAX_PRICE)
    throw unfit(`Give a price in ${currency}, for example 12.99.`);
  return { price };
}

function priceFactor(action: ActionRow, text: string): Answer {
  if (!/^\d{1,6}(\.\d{1,6})?$/.test(text) || Number(text) <= 0)
    throw unfit("Give a number above 0, for example 0.92.");
  return {
    text,
    async effect(tx, at) {
      await tx.execute(sql`update platforms set price_factor = ${text} where id = ${action.platformId}`);
      await goOn(tx, action, at);
    },
  };
}

async function override(tx: Db, action: ActionRow, change: Overrides, at: Date): Promise<void> {
  await tx.execute(
    sql`update platform_listings set overrides = overrides || ${JSON.stringify(change)}::jsonb where id = ${action.listingId}`,
  );
  await goOn(tx, action, at);
}

async function setRights(tx: Db, action: ActionRow, rights: string, at: Date): Promise<void> {
  const ids = z.array(z.number().int()).parse(action.context.manual_ids);
  const list = sql.join(
    ids.map((id) => sql`${id}`),
    sql`, `,
  );
  await tx.execute(sql`update manuals set rights = ${rights}, rights_note = ${`declared ${at.toISOString()} for action ${action.id}`}
    where id in (${list}) ${action.listingId === null ? sql`and rights = 'unverified'` : sql``}`);
  if (action.listingId !== null) {
    const others = sql`l.manual_id in (${list}) and l.hold = 'rights:listing:' || l.id and l.hold <> ${action.cause}`;
    await tx.execute(sql`update action_queue set status = 'completed', user_response = ${rights}, responded_by = ${`action ${action.id}`},
      responded_at = ${at} where status = 'pending' and cause in (select l.hold from platform_listings l where ${others})`);
    await requeue(tx, { where: others, at, attempts: "keep" });
  }
  await tx.execute(
    sql`insert into listing_outbox (manual_id) select id from manuals where id in (${list}) and status = 'processed'`,
  );
  await askForRights(tx, at);
}

/** Lets everything go on that waits for this action. */
async function goOn(tx: Db, action: ActionRow, at: Date, notes: Notes = {}): Promise<void> {
  await requeue(tx, { where: sql`l.hold = ${action.cause}`, at, attempts: "keep", notes });
}

function unfit(message: string): AppError {
  return new AppError("invalid", message, { problems: [{ path: "response", message }] });
}
