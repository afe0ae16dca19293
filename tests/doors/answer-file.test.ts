import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { actionQueue } from "@/db/schema/actions";
import { platformListings } from "@/db/schema/listings";
import { takeAnswerFile } from "@/lib/action-queue/answer-file";
import { actionRow, resolveAction } from "@/lib/action-queue/resolve";
import { measure } from "@/lib/storage";
import { aListing } from "../db/rows";
import { encryptedPdf } from "../pdf/make";
import { seedManual, type TestApp, testApp } from "../support/app";
import { opener } from "../support/database";
import { smallPdf } from "../support/small-pdf";

const open = opener("pg");
let app: TestApp;
let listingId: number;
let actionId: number;

beforeAll(async () => {
  app = await testApp((await open()).db, {});
  const manualId = await seedManual(app, "Sharpening saws");
  const hold = "provide_data:file:listing:1";
  const [listing] = await app.db
    .insert(platformListings)
    .values({ ...aListing(manualId, 1), status: "action_required", hold })
    .returning();
  listingId = listing?.id ?? 0;
  actionId = await ask({ cause: hold, inputType: "file", context: { field: "file", limit_bytes: 20_000 } });
});

afterAll(() => app.remove());

async function ask(change: Pick<typeof actionQueue.$inferInsert, "cause" | "inputType" | "context">) {
  const [made] = await app.db
    .insert(actionQueue)
    .values({
      actionType: "provide_data",
      title: "A smaller PDF",
      description: "It is too large.",
      prompt: "Smaller PDF",
      platformId: 1,
      listingId,
      ...change,
    })
    .returning({ id: actionQueue.id });
  return made?.id ?? 0;
}

async function uploaded(bytes: Uint8Array, name = "smaller.pdf") {
  const { dir } = await app.storage.scratch();
  const path = join(dir, "upload");
  writeFileSync(path, bytes);
  return { path, name, ...(await measure(path)) };
}

const take = async (bytes: Uint8Array, id = actionId) =>
  takeAnswerFile(app, await actionRow(app, id), await uploaded(bytes));

test("a file over the platform's limit is refused with both sizes", async () => {
  const large = Buffer.concat([await smallPdf("Large", 1), Buffer.alloc(30_000, " ")]);
  await expect(take(large)).rejects.toMatchObject({
    kind: "invalid",
    message: expect.stringMatching(/has 0\.0[34]\d* MB, at most 0\.02 MB/),
  });
});

test.each<[string, RegExp, () => Uint8Array]>([
  ["no PDF", /not a PDF/, () => Buffer.from("a letter")],
  ["empty", /empty/, () => Buffer.alloc(0)],
  ["a locked PDF", /password/, () => encryptedPdf(true)],
])("what is %s is refused with the cause", async (_name, words, make) => {
  await expect(take(make())).rejects.toMatchObject({
    kind: "invalid",
    message: expect.stringMatching(words),
  });
});

test("an action that asks for a text takes no file", async () => {
  const id = await ask({ cause: "provide_data:listing:1", inputType: "text", context: { field: "title" } });
  await expect(take(await smallPdf("Small", 1), id)).rejects.toMatchObject({ kind: "invalid" });
});

test("a good file is kept for its listing and sets it going; the same one again changes nothing", async () => {
  const pdf = await smallPdf("Small", 2);
  const file = await take(pdf);
  expect(file.key).toBe(`overrides/${listingId}/${file.sha256}.pdf`);
  expect((await app.storage.open(file.key)).size).toBe(pdf.length);
  const reply = await resolveAction(app, actionId, null, file, "ann@example.org");
  const [listing] = await app.db.select().from(platformListings).where(eq(platformListings.id, listingId));
  expect(listing).toMatchObject({ status: "pending", overrides: { file } });
  expect(await resolveAction(app, actionId, null, await take(pdf), "bob@example.org")).toEqual(reply);
  const other = await take(await smallPdf("Other", 3));
  await expect(resolveAction(app, actionId, null, other, "bob@example.org")).rejects.toMatchObject({
    kind: "conflict",
    message: expect.stringContaining("ann@example.org"),
  });
});
