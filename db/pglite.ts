import { AsyncLocalStorage } from "node:async_hooks";
import { PGlite, type QueryOptions, type Results, type Transaction } from "@electric-sql/pglite";
import { drizzle } from "drizzle-orm/pglite";
import type { Db } from "./db";
import { parsers } from "./types";

/** PGlite on a folder, without a lock: only for a folder that nobody else can know of. */
export async function openFolder(folder: string, onStatement?: (text: string) => void) {
  const client = new Embedded(folder);
  await client.waitReady;
  client.onStatement = onStatement;
  const db: Db = drizzle({ client });
  return { db, close: () => client.close() };
}

/** PGlite with the values of db/types.ts, reporting its statements, transaction brackets included. */
class Embedded extends PGlite {
  onStatement?: (text: string) => void;
  /** The transaction that the running code belongs to. */
  readonly #inside = new AsyncLocalStorage<{ open: boolean }>();

  override query<T>(text: string, params?: unknown[], options?: QueryOptions): Promise<Results<T>> {
    this.#refuseInside(text);
    this.onStatement?.(text);
    return super.query(text, params, ours(options));
  }

  override async transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    this.#refuseInside("begin");
    const scope = { open: true };
    this.onStatement?.("begin");
    try {
      const result = await super.transaction((tx) => this.#inside.run(scope, () => work(this.#wrapped(tx))));
      this.onStatement?.("commit");
      return result;
    } catch (error) {
      this.onStatement?.("rollback");
      throw error;
    } finally {
      scope.open = false;
    }
  }

  #wrapped(tx: Transaction): Transaction {
    const query = <T>(text: string, params?: unknown[], options?: QueryOptions) => {
      this.onStatement?.(text);
      return tx.query<T>(text, params, ours(options));
    };
    return Object.assign(Object.create(tx), { query });
  }

  /** There is one connection: a statement that waits for the transaction it belongs to would wait for ever. */
  #refuseInside(text: string): void {
    if (!this.#inside.getStore()?.open) return;
    throw new Error(`Inside a transaction use its own handle, not the database's: ${text.slice(0, 80)}`);
  }
}

function ours(options: QueryOptions = {}): QueryOptions {
  return { ...options, parsers: { ...options.parsers, ...parsers } };
}
