import type { EventEmitter } from "node:events";
import { parsers } from "./types";

/** A connection of pg or of Neon's driver: the same code, whose declarations differ in names only. */
export interface PoolClient extends Pick<EventEmitter, "on" | "once"> {
  query(...args: unknown[]): unknown;
  end(done?: () => void): unknown;
  /** Gives it back to the pool; with true, the pool throws it away. */
  release(destroy?: boolean): void;
}

interface Statement {
  text: string;
  types: { getTypeParser(oid: number, format: string): unknown };
}

/**
 * Makes a new connection of a pool behave as db/types.ts promises, report its statements, and survive a server that
 * goes away. The ORM overrules parsers given to the pool, so they are put into each statement on its way.
 */
export function prepareClient(
  client: PoolClient,
  options: { lost: (error: Error) => void; onStatement?: (text: string) => void; plansOnce: boolean },
): void {
  const { lost, onStatement, plansOnce } = options;
  // Without a listener a connection that breaks in the hands of a transaction ends the process.
  client.on("error", lost);
  endOnce(client);
  const send = client.query.bind(client);
  client.query = (first: unknown, ...rest: unknown[]) => {
    if (!isStatement(first)) return send(first, ...rest);
    onStatement?.(first.text);
    const name = plansOnce ? nameOf(first.text) : undefined;
    const answer = send({ ...first, name, types: ours(first.types) }, ...rest);
    if (!(answer instanceof Promise)) return answer;
    if (/^begin\b/.test(first.text)) return answer.catch((error) => giveUp(client, error));
    if (first.text === "rollback") return answer.catch(() => client.end());
    return answer;
  };
}

/** Neon's driver waits for ever for the end of a connection that is over already, and the pool with it. */
function endOnce(client: PoolClient): void {
  const over = new Promise<void>((resolve) => client.once("end", resolve));
  const end = client.end.bind(client);
  client.end = (done) => {
    end();
    return over.then(done);
  };
}

function isStatement(value: unknown): value is Statement {
  return typeof value === "object" && value !== null && "text" in value && "types" in value;
}

/** A statement that begins with a name in a comment is planned once on each connection instead of each time. */
function nameOf(text: string): string | undefined {
  return /^\/\* ([a-z ]+) \*\//.exec(text)?.[1];
}

function ours(types: Statement["types"]): Statement["types"] {
  return { getTypeParser: (oid, format) => parsers[oid] ?? types.getTypeParser(oid, format) };
}

/** The ORM borrows a connection, sends `begin` and forgets the connection when that fails: ten times, and the pool is empty. */
function giveUp(client: PoolClient, error: unknown): never {
  client.release(true);
  throw error;
}
