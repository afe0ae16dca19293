import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";

/** What all three drivers have in common; a transaction is one too. */
export type Db = PgDatabase<PgQueryResultHKT>;
