import { users } from "@/db/schema/workspace";
import type { App } from "@/lib/app";
import { hashPassword } from "@/lib/users/password";
import type { Role } from "@/lib/users/user";

export const password = "a long enough password";
let kept: Promise<string> | undefined;

/** A person with `password`. @returns their id. */
export async function addPerson(app: Pick<App, "db">, email: string, role: Role = "owner"): Promise<number> {
  kept ??= hashPassword(password);
  const values = { email, name: "Ann", role, passwordHash: await kept };
  const [made] = await app.db.insert(users).values(values).returning({ id: users.id });
  if (!made) throw new Error("No user was made.");
  return made.id;
}

/** A clock that only the test moves. */
export function stoppedClock(start = new Date("2026-11-23T10:00:00Z")) {
  let at = start.getTime();
  return {
    now: () => new Date(at),
    pass: (seconds: number) => {
      at += seconds * 1000;
    },
  };
}
