import { sql } from "drizzle-orm";
import { z } from "zod";
import { openDb } from "@/db/client";
import { rows } from "@/db/rows";
import { autoList } from "@/lib/agent/auto-list";
import { seedManual, testApp } from "../tests/support/app";
import { connect } from "../tests/support/markets";
import { startPostgres } from "../tests/support/postgres";
import { standIns } from "./stand-ins";

/** `npm run bench`: listings through their whole life on both stand-ins (profile `open`), with statements and requests. */
const MANUALS = 100;
const calls = z.object({ total: z.number() });

export async function benchListings(): Promise<void> {
  const { origins, doors, stop } = await standIns();
  const server = await startPostgres();
  let statements = 0;
  const { db, close } = await openDb({
    url: server.url("postgres"),
    dataDir: "",
    migrate: true,
    onStatement: () => {
      statements += 1;
    },
  });
  try {
    for (const name of ["etsy", "gumroad"] as const) {
      await db.execute(
        sql`truncate listing_steps, listing_work, listing_outbox, action_queue, platform_listings, manuals, agent_runs restart identity cascade`,
      );
      const app = await testApp(db, origins);
      await db.execute(sql`update platforms set is_active = false`);
      await connect(app, { doors }, [name]);
      for (let index = 0; index < MANUALS; index += 1) await seedManual(app, `${name} bench manual ${index}`);
      await doors[name]("DELETE", "calls");
      statements = 0;
      const begun = performance.now();
      await autoList(app, new Date(Date.now() + 600_000), async () => {});
      const seconds = (performance.now() - begun) / 1000;
      const listed =
        rows(
          await db.execute(sql`select count(*)::int as n from platform_listings where status = 'listed'`),
          z.object({ n: z.number() }),
        )[0]?.n ?? 0;
      const used = statements - 1;
      const requests = calls.parse(await doors[name]("GET", "calls")).total;
      const line = {
        platform: name,
        listed,
        "listings/s": (listed / seconds).toFixed(1),
        "statements/listing": (used / listed).toFixed(2),
        "requests/listing": (requests / listed).toFixed(2),
      };
      console.table([line]);
      app.remove();
    }
  } finally {
    await close();
    await server.stop();
    stop();
  }
}
