import { sql } from "drizzle-orm";
import { z } from "zod";
import { rows } from "@/db/rows";
import { receiveEvent } from "@/lib/revenue/webhook";
import { type TestApp, testApp } from "../support/app";
import type { Open } from "../support/database";

/** An app on a new database whose statements are counted, and its address for Payhip's events. */
export async function openInside(open: Open) {
  const seen = { statements: 0 };
  const { db } = await open({
    onStatement: () => {
      seen.statements += 1;
    },
  });
  const app: TestApp = await testApp(db, {});
  const [platform] = rows(
    await db.execute(sql`select webhook_token as token from platforms where name = 'payhip'`),
    z.object({ token: z.string() }),
  );
  const token = platform?.token ?? "";
  return {
    app,
    seen,
    receive: (event: object) => receiveEvent(app, { platform: "payhip", token, body: JSON.stringify(event) }),
    async ledger() {
      const found = await db.execute(sql`select transaction_id as id, amount from revenue order by id`);
      return rows(found, z.object({ id: z.string(), amount: z.coerce.number() }));
    },
  };
}
