import { describe, expect, test } from "vitest";
import { type App, realWorld } from "@/lib/app";
import { AppError } from "@/lib/errors";
import { takeGuess } from "@/lib/sign-in/limits";
import { signIn } from "@/lib/sign-in/sign-in";
import { eachDriver, opener } from "../support/database";
import { addPerson, password, stoppedClock } from "./people";

const open = opener("pg");

/** An app as far as signing in needs one. */
async function doors() {
  const { db } = await open();
  const clock = stoppedClock();
  const app: Pick<App, "db" | "world"> = { db, world: { ...realWorld, now: clock.now } };
  const guess = (email: string, word: string, address = "192.0.2.1") =>
    signIn(app, { email, password: word }, address).then(
      ({ role }) => role,
      (error: unknown) => (error instanceof AppError ? `${error.kind}: ${error.message}` : error),
    );
  return { app, clock, guess };
}

const wrong = "unauthorised: This e-mail and password do not fit together.";

describe("signing in", () => {
  test("the right password opens, a wrong one and an unknown person get the same answer", async () => {
    const { app, guess } = await doors();
    await addPerson(app, "ann@example.org", "operator");
    expect(await guess("ann@example.org", password)).toBe("operator");
    expect(await guess("ann@example.org", "wrong")).toBe(wrong);
    expect(await guess("nobody@example.org", "wrong", "192.0.2.2")).toBe(wrong);
  });

  test("after five wrong guesses even the right password waits, and the answer says how long", async () => {
    const { app, clock, guess } = await doors();
    await addPerson(app, "ann@example.org");
    for (let count = 0; count < 5; count += 1)
      expect(await guess("ann@example.org", "wrong", `192.0.2.${count}`)).toBe(wrong);
    expect(await guess("ann@example.org", password, "198.51.100.1")).toBe(
      "too_many: Too many wrong passwords. Try again in 15 minutes.",
    );
    clock.pass(14 * 60 + 30);
    expect(await guess("ann@example.org", password, "198.51.100.2")).toBe(
      "too_many: Too many wrong passwords. Try again in 1 minute.",
    );
    clock.pass(31);
    expect(await guess("ann@example.org", password, "198.51.100.3")).toBe("owner");
  });

  test("each guess after a block doubles the next one", async () => {
    const { clock, guess } = await doors();
    for (let count = 0; count < 5; count += 1) await guess("ann@example.org", "wrong", `192.0.2.${count}`);
    clock.pass(15 * 60);
    await guess("ann@example.org", "wrong", "198.51.100.1");
    expect(await guess("ann@example.org", "wrong", "198.51.100.2")).toContain("in 30 minutes");
    clock.pass(30 * 60);
    await guess("ann@example.org", "wrong", "198.51.100.3");
    expect(await guess("ann@example.org", "wrong", "198.51.100.4")).toContain("in 60 minutes");
  });

  test("an address that tries many accounts is stopped too, other addresses are not", async () => {
    const { app, guess } = await doors();
    await addPerson(app, "ann@example.org");
    for (let count = 0; count < 5; count += 1) await guess(`x${count}@example.org`, "wrong");
    expect(await guess("ann@example.org", password)).toContain("too_many");
    expect(await guess("ann@example.org", password, "192.0.2.9")).toBe("owner");
  });

  test("the right password forgives the wrong ones before it", async () => {
    const { app, guess } = await doors();
    await addPerson(app, "ann@example.org");
    for (let round = 0; round < 3; round += 1) {
      for (let count = 0; count < 3; count += 1) expect(await guess("ann@example.org", "wrong")).toBe(wrong);
      expect(await guess("ann@example.org", password)).toBe("owner");
    }
  });

  test("wrong guesses of an earlier window do not count", async () => {
    const { clock, guess } = await doors();
    for (let count = 0; count < 8; count += 1) {
      expect(await guess("ann@example.org", "wrong")).toBe(wrong);
      clock.pass(8 * 60);
    }
  });
});

eachDriver("guesses sent at once", (openOne) => {
  test("only five of sixty are judged, whatever the connection", async () => {
    const { db } = await openOne();
    const now = new Date("2026-11-23T10:00:00Z");
    const taken = await Promise.all(Array.from({ length: 60 }, () => takeGuess(db, "account:x", now)));
    expect(taken.filter((until) => until === null)).toHaveLength(5);
    expect(taken.filter((until) => until !== null && until > now)).toHaveLength(55);
  });
});
