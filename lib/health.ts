import { sql } from "drizzle-orm";
import type { App } from "./app";
import { AppError } from "./errors";
import { log } from "./log";

/** Asks the database for an answer. @throws AppError `unavailable` when it gives none within five seconds. */
export async function requireHealth(app: Pick<App, "db">): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new Error("The database took longer than five seconds.")), 5_000);
  });
  try {
    await Promise.race([app.db.execute(sql`select id from settings limit 1`), late]);
  } catch (cause) {
    log("unhealthy", { error: cause });
    throw new AppError("unavailable", "The database does not answer.", { retryAfterSeconds: 5 }, { cause });
  } finally {
    clearTimeout(timer);
  }
}
