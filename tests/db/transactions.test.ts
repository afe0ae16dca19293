import { eq, inArray, sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import type { Db } from "@/db/client";
import { violation } from "@/db/errors";
import { manuals } from "@/db/schema/manuals";
import { eachDriver } from "../support/database";
import { aManual } from "./rows";

eachDriver("transactions", (open) => {
  let db: Db;
  const statements: string[] = [];
  beforeAll(async () => {
    ({ db } = await open({ onStatement: (text) => statements.push(text) }));
  });

  test("what is thrown inside undoes everything, and is what the caller gets", async () => {
    const given = aManual();
    const thrown = new Error("changed my mind");
    const attempt = db.transaction(async (tx) => {
      await tx.insert(manuals).values(given);
      throw thrown;
    });
    await expect(attempt).rejects.toBe(thrown);
    expect(await db.select().from(manuals).where(eq(manuals.sha256, given.sha256))).toEqual([]);
  });

  test("a refused statement inside undoes everything and keeps its code", async () => {
    const [given, other] = [aManual(), aManual()];
    const attempt = db.transaction(async (tx) => {
      await tx.insert(manuals).values(other);
      await tx.insert(manuals).values(given);
      await tx.insert(manuals).values(given);
    });
    expect(violation(await attempt.catch((error) => error))?.code).toBe("23505");
    const kept = await db
      .select()
      .from(manuals)
      .where(inArray(manuals.sha256, [given.sha256, other.sha256]));
    expect(kept).toEqual([]);
  });

  test("an inner transaction can fail alone", async () => {
    const [outer, inner] = [aManual(), aManual()];
    await db.transaction(async (tx) => {
      await tx.insert(manuals).values(outer);
      await tx
        .transaction(async (nested) => {
          await nested.insert(manuals).values(inner);
          throw new Error("inner");
        })
        .catch(() => {});
    });
    const kept = await db
      .select()
      .from(manuals)
      .where(inArray(manuals.sha256, [outer.sha256, inner.sha256]));
    expect(kept.map((row) => row.sha256)).toEqual([outer.sha256]);
  });

  test("every statement is reported once, brackets included", async () => {
    statements.length = 0;
    await db.transaction(async (tx) => {
      await tx.execute(sql`select 1`);
      await tx.execute(sql`select 2`);
    });
    await db.execute(sql`select 3`);
    await db.transaction(async () => Promise.reject(new Error("no"))).catch(() => {});
    expect(statements.map((text) => text.trim())).toEqual([
      ...["begin", "select 1", "select 2", "commit"],
      "select 3",
      ...["begin", "rollback"],
    ]);
  });
});
