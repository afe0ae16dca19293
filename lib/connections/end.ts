import { sql } from "drizzle-orm";
import { z } from "zod";
import { rows } from "@/db/rows";
import { signInAsk } from "../action-queue/workspace-asks";
import type { App } from "../app";
import type { PlatformError } from "../errors";
import { type Access, markSignedOut } from "./access";

/** The platform does not know these credentials any more: the connection is marked, and a person is asked once. */
export async function endConnection(app: App, access: Access, error: PlatformError): Promise<void> {
  const { id, name } = access.row;
  const count = sql`select count(*)::int as waiting from listing_work where platform_id = ${id}`;
  const [row] = rows(await app.db.execute(count), z.object({ waiting: z.number() }));
  const ask = signInAsk({ id, name, waiting: row?.waiting ?? 0, known: true, error: error.message });
  await markSignedOut(app, access, error.message, ask);
}
