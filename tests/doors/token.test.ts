import { EncryptJWT, UnsecuredJWT } from "jose";
import { encode } from "next-auth/jwt";
import { expect, test } from "vitest";
import { realWorld } from "@/lib/app";
import {
  absoluteSeconds,
  endSessions,
  idleSeconds,
  readToken,
  renewal,
  sessionCookie,
  userOf,
} from "@/lib/sign-in/token";
import { opener } from "../support/database";
import { addPerson } from "./people";

const open = opener("pg");
const keys = { sessionSecret: "s".repeat(40), appUrl: "http://127.0.0.1:3000" };
const now = () => Math.floor(Date.now() / 1000);

const tokenFor = (user: number, change: { started?: number; version?: number; maxAge?: number } = {}) =>
  encode({
    token: { user, version: change.version ?? 1, started: change.started ?? now() },
    secret: keys.sessionSecret,
    maxAge: change.maxAge ?? idleSeconds,
  });

async function person() {
  const { db } = await open();
  const app = { db, world: realWorld };
  const id = await addPerson(app, "ann@example.org", "operator");
  const who = async (token: string) => {
    const claims = await readToken(token, keys);
    return claims && userOf(app, claims);
  };
  return { app, id, who };
}

test("a session is good until its person's version rises, as at a sign-out", async () => {
  const { app, id, who } = await person();
  const token = await tokenFor(id);
  expect(await who(token)).toEqual({ id, email: "ann@example.org", name: "Ann", role: "operator" });
  await endSessions(app, { user: id, version: 1, started: now() });
  expect(await who(token)).toBeNull();
  expect(await who(await tokenFor(id, { version: 2 }))).not.toBeNull();
});

test("a session of the future version or of a person who is gone is none", async () => {
  const { id, who } = await person();
  expect(await who(await tokenFor(id, { version: 2 }))).toBeNull();
  expect(await who(await tokenFor(id + 1))).toBeNull();
});

test("a session ends seven days after its last use and thirty days after it began", async () => {
  const { id, who } = await person();
  expect([idleSeconds, absoluteSeconds]).toEqual([7 * 86_400, 30 * 86_400]);
  expect(await who(await tokenFor(id, { maxAge: -60 }))).toBeNull();
  expect(await who(await tokenFor(id, { started: now() - absoluteSeconds + 60 }))).not.toBeNull();
  expect(await who(await tokenFor(id, { started: now() - absoluteSeconds - 1 }))).toBeNull();
});

test("a token that was changed, made with another secret, or not encrypted is none", async () => {
  const { id, who } = await person();
  const token = await tokenFor(id);
  const claims = { user: id, version: 1, started: now() };
  const foreign = await encode({ token: claims, secret: "t".repeat(40), maxAge: 60 });
  const plain = new UnsecuredJWT(claims).setExpirationTime("1h").encode();
  const direct = await new EncryptJWT(claims)
    .setProtectedHeader({ alg: "dir", enc: "A256GCM" })
    .setExpirationTime("1h")
    .encrypt(new TextEncoder().encode(keys.sessionSecret.slice(0, 32)));
  const middle = Math.floor(token.length * 0.6);
  const flipped = `${token.slice(0, middle)}${token[middle] === "A" ? "B" : "A"}${token.slice(middle + 1)}`;
  for (const bad of [foreign, plain, direct, flipped, token.slice(1), "", "a.b.c"]) {
    expect(await who(bad)).toBeNull();
  }
});

test("use keeps a session alive: after an hour the answer carries a new cookie, never beyond the end", async () => {
  const begun = now();
  const claims = { user: 1, version: 1, started: begun, iat: begun };
  const after = (seconds: number) => renewal(claims, new Date((begun + seconds) * 1000), keys);
  expect(await after(60)).toBeNull();
  expect(await after(3_600)).toMatch(
    /^next-auth\.session-token=\S+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=604800$/,
  );
  expect(await after(absoluteSeconds - 100)).toContain("Max-Age=100");
});

test("under https the cookie is bound to the host and never sent in the clear", async () => {
  const https = { ...keys, appUrl: "https://shop.example" };
  expect(sessionCookie(https)).toEqual({
    name: "__Host-next-auth.session-token",
    options: { httpOnly: true, sameSite: "lax", path: "/", secure: true },
  });
  const claims = { user: 1, version: 1, started: now() };
  expect(await renewal(claims, new Date(), https)).toMatch(/^__Host-.*; Secure$/);
  expect(sessionCookie(keys).options).toMatchObject({ secure: false, httpOnly: true });
});
