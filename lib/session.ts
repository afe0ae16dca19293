import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { getApp } from "./app";
import { readToken, sessionCookie, userOf } from "./sign-in/token";
import type { User } from "./users/user";

/** The person whose session this request carries; null when nobody is signed in. */
export async function currentUser(): Promise<User | null> {
  const token = (await cookies()).get(sessionCookie().name)?.value;
  const claims = token ? await readToken(token) : null;
  return claims ? userOf(await getApp(), claims) : null;
}

/**
 * The signed-in person; anybody else is sent to the sign-in page.
 * @param from path to come back to afterwards
 */
export async function requireUser(from = "/passive-income"): Promise<User> {
  return (await currentUser()) ?? redirect(`/sign-in?from=${encodeURIComponent(from)}`);
}
