import { eq } from "drizzle-orm";
import { z } from "zod";
import { users } from "@/db/schema/workspace";
import type { App } from "../app";
import { AppError } from "../errors";
import { checkPassword } from "../users/password";
import { roleOf, type User } from "../users/user";
import { clearGuesses, limitKeys, takeGuess } from "./limits";

/** What a sign-in form sends. */
export const signInForm = z.object({
  email: z.string().trim().toLowerCase().max(320),
  password: z.string().min(1).max(200),
});

/**
 * Signs a person in. A wrong password and an unknown e-mail get the same answer after the same work.
 * @param address where the request came from
 * @throws AppError `unauthorised`; `too_many` with the wait when there were too many wrong guesses.
 */
export async function signIn(
  app: Pick<App, "db" | "world">,
  { email, password }: z.infer<typeof signInForm>,
  address: string,
): Promise<User & { sessionVersion: number }> {
  const keys = limitKeys(email, address);
  for (const key of keys) {
    const until = await takeGuess(app.db, key, app.world.now());
    if (until) throw tooMany(until, app.world.now());
  }
  const [user] = await app.db.select().from(users).where(eq(users.email, email));
  const right = await checkPassword(password, user?.passwordHash ?? null);
  if (!user || !right) throw new AppError("unauthorised", "This e-mail and password do not fit together.");
  await clearGuesses(app.db, keys, app.world.now());
  const { id, name, role, sessionVersion } = user;
  return { id, email, name, role: roleOf(role), sessionVersion };
}

function tooMany(until: Date, now: Date): AppError {
  const seconds = Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 1000));
  return new AppError("too_many", `Too many wrong passwords. Try again in ${inWords(seconds)}.`, {
    retryAfterSeconds: seconds,
  });
}

function inWords(seconds: number): string {
  const minutes = Math.ceil(seconds / 60);
  if (minutes > 90) return `${Math.ceil(minutes / 60)} hours`;
  return minutes === 1 ? "1 minute" : `${minutes} minutes`;
}
