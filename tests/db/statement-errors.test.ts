import { createRequire } from "node:module";
import { sql } from "drizzle-orm";
import { DrizzleQueryError } from "drizzle-orm/errors";
import { expect, it } from "vitest";
import { z } from "zod";
import { isStatementError } from "@/db/errors";
import { PlatformError } from "@/lib/errors";
import { eachDriver } from "../support/database";

eachDriver("a statement that fails", (open) => {
  it("is known as one", async () => {
    const { db } = await open();
    const error = await db.execute(sql`select * from nowhere`).catch((failure: unknown) => failure);
    expect(isStatementError(error)).toBe(true);
  });
});

it("a statement that failed is known when another copy of the ORM says so, as in another bundle of the server", () => {
  const copy = createRequire(import.meta.url)("drizzle-orm/errors");
  const { DrizzleQueryError: Other } = z
    .object({ DrizzleQueryError: z.custom<typeof DrizzleQueryError>((value) => typeof value === "function") })
    .parse(copy);
  const error = new Other("select 1", [], new Error("the database system is shutting down"));
  expect(error).not.toBeInstanceOf(DrizzleQueryError);
  expect(isStatementError(error)).toBe(true);
});

it("an answer of a platform is no failed statement", () => {
  expect(isStatementError(new PlatformError("unexpected", "It broke."))).toBe(false);
});
