import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { signInLinks, users } from "@/db/schema/workspace";
import { realWorld } from "@/lib/app";
import { ensureOwner, hasOwner, makeSignInLink, redeemSignInLink } from "@/lib/users/owner";
import { checkPassword } from "@/lib/users/password";
import { opener } from "../support/database";
import { addPerson, password, stoppedClock } from "./people";

const open = opener("pg");

async function doors() {
  const { db } = await open();
  const clock = stoppedClock();
  return { db, clock, world: { ...realWorld, now: clock.now } };
}

const named = { ownerEmail: "own@example.org", ownerPassword: "the first password" };

test("the owner of the environment is made once; a later start changes neither password nor person", async () => {
  const app = await doors();
  expect(await hasOwner(app)).toBe(false);
  await ensureOwner(app, named);
  await ensureOwner(app, named);
  expect(await hasOwner(app)).toBe(true);
  const [first, ...others] = await app.db.select().from(users);
  expect(others).toEqual([]);
  expect(first).toMatchObject({ email: "own@example.org", role: "owner", sessionVersion: 1 });
  await ensureOwner(app, { ...named, ownerPassword: "the second password" });
  const [second] = await app.db.select().from(users);
  expect(second?.sessionVersion).toBe(1);
  expect(await checkPassword("the second password", second?.passwordHash ?? null)).toBe(false);
});

test("without a named owner nothing is made", async () => {
  const app = await doors();
  await ensureOwner(app, { ownerEmail: "own@example.org", ownerPassword: null });
  await ensureOwner(app, { ownerEmail: null, ownerPassword: null });
  expect(await app.db.select().from(users)).toEqual([]);
});

test("a sign-in link makes the owner, works once, and is kept only as a hash", async () => {
  const app = await doors();
  const token = tokenOf(await makeSignInLink(app, { appUrl: "https://shop.example" }));
  expect(JSON.stringify(await app.db.select().from(signInLinks))).not.toContain(token);
  const given = { token, email: "ann@example.org", password };
  await redeemSignInLink(app, given);
  expect(await app.db.select().from(users)).toMatchObject([{ email: "ann@example.org", role: "owner" }]);
  await expect(redeemSignInLink(app, given)).rejects.toMatchObject({ kind: "invalid" });
});

test("a link sent twice at once is used once", async () => {
  const app = await doors();
  const token = tokenOf(await makeSignInLink(app, { appUrl: "https://shop.example" }));
  const uses = ["a@example.org", "b@example.org"].map((email) =>
    redeemSignInLink(app, { token, email, password }),
  );
  const ends = await Promise.allSettled(uses);
  expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(await app.db.select().from(users)).toHaveLength(1);
});

test("a link has run out after 24 hours", async () => {
  const app = await doors();
  const token = tokenOf(await makeSignInLink(app, { appUrl: "https://shop.example" }));
  app.clock.pass(24 * 60 * 60);
  const used = redeemSignInLink(app, { token, email: "ann@example.org", password });
  await expect(used).rejects.toMatchObject({ kind: "invalid", message: expect.stringContaining("run out") });
  expect(await app.db.select().from(users)).toEqual([]);
});

test("a link changes the owner that is there, and signs them out everywhere", async () => {
  const app = await doors();
  const id = await addPerson(app, "old@example.org");
  const token = tokenOf(await makeSignInLink(app, { appUrl: "https://shop.example" }));
  await redeemSignInLink(app, {
    token,
    email: "new@example.org",
    name: "Ann",
    password: "quite another one",
  });
  expect(await app.db.select().from(users)).toMatchObject([
    { id, email: "new@example.org", name: "Ann", sessionVersion: 2 },
  ]);
});

test("a link that asks for somebody else's e-mail is refused and stays usable", async () => {
  const app = await doors();
  await addPerson(app, "own@example.org");
  await addPerson(app, "view@example.org", "viewer");
  const token = tokenOf(await makeSignInLink(app, { appUrl: "https://shop.example" }));
  const used = redeemSignInLink(app, { token, email: "view@example.org", password });
  await expect(used).rejects.toMatchObject({ kind: "conflict" });
  await redeemSignInLink(app, { token, email: "own2@example.org", password });
  const [viewer] = await app.db.select().from(users).where(eq(users.email, "view@example.org"));
  expect(viewer?.role).toBe("viewer");
});

test("a made-up token opens nothing", async () => {
  const app = await doors();
  await makeSignInLink(app, { appUrl: "https://shop.example" });
  const used = redeemSignInLink(app, { token: "x".repeat(43), email: "ann@example.org", password });
  await expect(used).rejects.toMatchObject({ kind: "invalid" });
});

function tokenOf(link: string): string {
  expect(link).toMatch(/^https:\/\/shop\.example\/sign-in\?link=[\w-]{43}$/);
  return new URL(link).searchParams.get("link") ?? "";
}
