import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { getApp } from "../app";
import { env } from "../env";
import { AppError } from "../errors";
import { log } from "../log";
import { addressOf } from "./address";
import { signIn, signInForm } from "./sign-in";
import { claimsSchema, endSessions, idleSeconds, sessionCookie, userOf } from "./token";

/** How next-auth signs people in here: e-mail and password, a session token that the user's row can revoke. */
export function authOptions(): NextAuthOptions {
  const cookie = sessionCookie();
  return {
    secret: env().sessionSecret,
    session: { strategy: "jwt", maxAge: idleSeconds },
    useSecureCookies: cookie.options.secure,
    cookies: { sessionToken: cookie },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    providers: [
      CredentialsProvider({
        credentials: { email: { type: "email" }, password: { type: "password" } },
        authorize: (credentials, request) => authorize(credentials, addressOf(request.headers)),
      }),
    ],
    callbacks: {
      async jwt({ token, user }) {
        if (user) return { ...token, ...claimsSchema.parse({ ...user, user: Number(user.id) }) };
        const person = await userOf(await getApp(), claimsSchema.parse(token));
        // next-auth takes the cookie away when this throws.
        if (!person) throw new AppError("unauthorised", "This session has ended.");
        return token;
      },
    },
    events: {
      async signOut({ token }) {
        const claims = claimsSchema.safeParse(token);
        if (claims.success) await endSessions(await getApp(), claims.data);
      },
    },
    logger: {
      error: (code, metadata) => {
        if (code !== "JWT_SESSION_ERROR") log("sign_in_error", { code, metadata });
      },
      warn: (code) => log("sign_in_warning", { code }),
      debug: () => undefined,
    },
  };
}

/** next-auth shows the message of what is thrown here to the person: only sentences of ours may get out. */
async function authorize(credentials: unknown, address: string) {
  try {
    const form = signInForm.safeParse(credentials);
    if (!form.success) throw new AppError("unauthorised", "This e-mail and password do not fit together.");
    const app = await getApp();
    const { id, email, name, sessionVersion } = await signIn(app, form.data, address);
    const started = Math.floor(app.world.now().getTime() / 1000);
    log("signed_in", { user: id });
    return { id: String(id), email, name, version: sessionVersion, started };
  } catch (error) {
    if (error instanceof AppError) throw new Error(error.message);
    log("sign_in_failed", { error });
    throw new Error("Signing in does not work at the moment. The log says why.");
  }
}
