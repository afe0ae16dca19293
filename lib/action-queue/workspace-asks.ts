import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Db } from "@/db/client";
import { rows } from "@/db/rows";
import type { Ask } from "../agent/store";
import { platformByName } from "../platforms";
import { raiseOrRefresh } from "./open";

/** Actions about the whole workspace or a whole platform: one each, with the number of what waits. */

const rightsCause = "rights:workspace";

/** Keeps the one action that asks for the rights of all manuals without any. @returns how many were opened. */
export async function askForRights(db: Db, at: Date): Promise<number> {
  const manuals = rows(
    await db.execute(
      sql`select id, title from manuals where status = 'processed' and rights = 'unverified' order by id`,
    ),
    z.object({ id: z.number(), title: z.string() }),
  );
  if (manuals.length === 0) {
    await db.execute(sql`update action_queue set status = 'completed', user_response = 'answered for each manual', responded_by = 'the agent',
      responded_at = ${at} where cause = ${rightsCause} and status = 'pending'`);
    return 0;
  }
  const count = manuals.length === 1 ? "1 manual" : `${manuals.length} manuals`;
  const ask: Ask = {
    actionType: "rights",
    cause: rightsCause,
    priority: 65,
    title: `Say what rights you have to ${count}`,
    description: `Nothing is listed before you say this. ${manuals
      .slice(0, 5)
      .map(({ title }) => `“${title}”`)
      .join(
        ", ",
      )}${manuals.length > 5 ? ` and ${manuals.length - 5} more` : ""}. The answer is used for all of them; for single manuals, open the manual.`,
    prompt: "What are your rights to these manuals?",
    inputType: "selection",
    inputOptions: [
      { value: "own_work", label: "I wrote them", help: "May be listed on Etsy and Gumroad" },
      {
        value: "licence",
        label: "I have a licence to sell them",
        help: "Neither Etsy nor Gumroad takes these",
      },
      { value: "public_domain", label: "They are in the public domain", help: "Etsy does not take these" },
    ],
    context: { manual_ids: manuals.map(({ id }) => id) },
    platformId: null,
    listingId: null,
    manualId: null,
  };
  return Number(await raiseOrRefresh(db, ask, at));
}

const waitingRow = z.object({
  id: z.number(),
  name: z.string(),
  waiting: z.number(),
  known: z.boolean(),
  error: z.string().nullable(),
});

/** One action for each active platform that has work but no working connection. @returns how many were opened. */
export async function askForConnections(db: Db, at: Date): Promise<number> {
  const without = rows(
    await db.execute(sql`select p.id, p.name, count(w.listing_id)::int as waiting, p.account is not null as known, p.connection_error as error
      from platforms p join listing_work w on w.platform_id = p.id
      where p.is_active and not p.list_by_hand and p.credentials_status <> 'verified' and p.candidate is null group by p.id`),
    waitingRow,
  );
  let opened = 0;
  for (const row of without)
    opened += Number(await raiseOrRefresh(db, row.known ? signInAsk(row) : setUpAsk(row), at));
  return opened;
}

function setUpAsk({ id, name, waiting, error }: z.infer<typeof waitingRow>): Ask {
  const { displayName } = platformByName(name);
  const steps = `${error ? `${displayName} did not accept the credentials: ${error} ` : ""}Enter your keys on the page of ${displayName} under Platforms, then answer here. Nothing is listed there before.`;
  return {
    ...connectionAsk(id, name),
    actionType: "account_setup",
    cause: `account_setup:platform:${id}`,
    priority: 70,
    title: `Connect ${displayName}: ${manuals(waiting)}`,
    description: steps,
    prompt: `Is ${displayName} connected?`,
    inputType: "selection",
    inputOptions: [
      { value: "connected", label: "Connected", help: "We check it with a call that changes nothing" },
    ],
    context: { platform: name, waiting, path: `/passive-income/platforms/${name}` },
  };
}

/** The action for a connection that died, worded with what waits. */
export function signInAsk({ id, name, waiting, error }: z.infer<typeof waitingRow>): Ask {
  const { displayName } = platformByName(name);
  return {
    ...connectionAsk(id, name),
    actionType: "authentication",
    cause: `authentication:platform:${id}`,
    priority: 90,
    title: `${displayName} signed us out: ${manuals(waiting)}`,
    description:
      `${error ?? ""} Enter new keys on the page of ${displayName} under Platforms. If they are still right, confirm: we check them with a call that changes nothing. Everything goes on from where it stopped.`.trim(),
    prompt: "Signed in again",
    inputType: "confirmation",
    inputOptions: [],
    context: { platform: name, waiting, path: `/passive-income/platforms/${name}` },
  };
}

function connectionAsk(platformId: number, name: string) {
  return { platformId, listingId: null, manualId: null, context: { platform: name } };
}

function manuals(count: number): string {
  return count === 1 ? "1 manual waits" : `${count} manuals wait`;
}
