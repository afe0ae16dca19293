import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { resolveAction } from "@/lib/action-queue/resolve";
import { type AppError, AppError as Failure } from "@/lib/errors";
import type { Fetch } from "@/lib/http";
import { measure } from "@/lib/storage";
import { openAction, type Stage } from "../agent/stage";

/** Answers the only open action. */
export async function answer(stage: Stage, response: unknown, who = "Ada"): Promise<number> {
  const { id } = await openAction(stage.app);
  await resolveAction(stage.app, id, response, null, who);
  return id;
}

/** The AppError that a promise ends in; anything else fails the test. */
export async function refusalOf(promise: Promise<unknown>): Promise<AppError> {
  const error = await promise.then(
    (value) => new Error(`no error, but ${JSON.stringify(value)}`),
    (thrown: unknown) => thrown,
  );
  if (error instanceof Failure) return error;
  throw error;
}

/** A network that answers some calls itself. */
export function answering(match: (call: string, body: unknown) => Response | null): Stage["network"] {
  return (next): Fetch =>
    async (url, init) =>
      match(`${init.method} ${new URL(url).pathname}`, init.body) ?? next(url, init);
}

export function json(status: number, body: unknown): Response {
  return new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } });
}

/** Puts a file into storage. */
export async function store({ app }: Pick<Stage, "app">, key: string, text: string) {
  const scratch = await app.storage.scratch();
  const path = join(scratch.dir, "file");
  writeFileSync(path, text);
  const measured = await measure(path);
  await app.storage.take(key, path);
  await scratch.remove();
  return { key, ...measured };
}
