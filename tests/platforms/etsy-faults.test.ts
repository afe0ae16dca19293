import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { etsy } from "@/lib/platforms/etsy";
import type { Session } from "@/lib/platforms/platform";
import { connect, type Market, openMarket } from "./etsy-market";
import { failureOf, makeJob, makePlan } from "./etsy-support";

const kinds = [
  "timeout_before",
  "timeout_after",
  "error_before",
  "error_after",
  "rate_limited",
  "reset_before",
  "reset_after",
  "html",
  "truncated",
] as const;
type FaultKind = (typeof kinds)[number];

const { access, listing } = etsy;
let market: Market;
/** Waits long, so that a busy machine is not taken for a fault. */
let session: Session;
/** Meets the faults: it gives up soon where the stand-in does not answer. */
let tried: Session;
let serial = 0;

beforeAll(async () => {
  market = await openMarket();
  session = await connect(market, { timing: { readMs: 10_000, createMs: 10_000, uploadMs: () => 10_000 } });
  tried = session;
});
afterEach(() => market.control("DELETE", "faults"));
afterAll(() => market.close());

async function arm(match: object, kind: FaultKind, after_calls = 0) {
  const timing = { readMs: 150, createMs: 150, uploadMs: () => 150 };
  tried = kind.startsWith("timeout") ? { ...session, timing } : session;
  await market.control("POST", "faults", { match, kind, after_calls });
}

function freshPlan() {
  serial += 1;
  return makePlan({ key: `m${serial}-p9-g1`, title: `Pump Guide No. ${serial}` });
}

const writes = {
  create: {
    match: { method: "POST", path: "/listings$" },
    act: async () => listing.create(tried, freshPlan()),
  },
  "upload of a picture": {
    match: { method: "POST", path: "/images$" },
    act: async (id: string) => listing.upload(tried, makeJob(makePlan(), id)),
  },
  "upload of the file": {
    match: { method: "POST", path: "/files$" },
    act: async (id: string) => listing.upload(tried, makeJob(makePlan(), id)),
  },
  enrich: {
    match: { method: "PUT", path: "/inventory$" },
    act: async (id: string) => listing.enrich(tried, makeJob(makePlan(), id)),
  },
  publish: {
    match: { method: "PATCH", path: "/listings/" },
    act: async (id: string) => listing.publish(tried, id, makePlan()),
  },
  removeDraft: {
    match: { method: "DELETE", path: "/listings/" },
    act: async (id: string) => listing.removeDraft(tried, id),
  },
};

const reads = {
  verify: {
    match: { path: "/users/me$" },
    act: async () => (access.kind === "token" ? access.verify(tried) : null),
  },
  find: {
    match: { method: "GET", path: "/listings$" },
    act: async () => listing.find(tried, makePlan(), new Date()),
  },
  strays: {
    match: { method: "GET", path: "/listings$" },
    act: async () => listing.strays?.(tried, makePlan(), "1"),
  },
  "read of the listing": {
    match: { method: "GET", path: "/listings/\\d+$" },
    act: async (id: string) => listing.read(tried, id, makePlan()),
  },
  "read of its files": {
    match: { method: "GET", path: "/files$" },
    act: async (id: string) => listing.read(tried, id, makePlan()),
  },
};

function cases<Name extends string>(verbs: Record<Name, unknown>): [Name, FaultKind][] {
  // Object.keys forgets the names; the record has no others.
  return (Object.keys(verbs) as Name[]).flatMap((name) =>
    kinds.map((kind): [Name, FaultKind] => [name, kind]),
  );
}

describe("a fault on a write may have had its effect", () => {
  const wanted = cases(writes).filter(([name, kind]) => name !== "removeDraft" || kind !== "truncated");
  test.each(wanted)("%s with %s", async (name, kind) => {
    const { remoteId } = await listing.create(session, freshPlan());
    await arm(writes[name].match, kind);
    const error = await failureOf(writes[name].act(remoteId));
    expect(error.kind).toBe(kind === "rate_limited" ? "rate_limited" : "uncertain");
  });
});

describe("a fault on a read changed nothing", () => {
  test.each(cases(reads))("%s with %s", async (name, kind) => {
    const { remoteId } = await listing.create(session, freshPlan());
    await arm(reads[name].match, kind);
    const error = await failureOf(reads[name].act(remoteId));
    const expected = { rate_limited: "rate_limited", html: "unexpected" }[String(kind)] ?? "unreachable";
    expect(error.kind).toBe(expected);
  });
});

const lostAnswers = kinds.filter((kind) => kind !== "rate_limited");

describe("after a lost answer", () => {
  const happened = (kind: FaultKind) => !kind.endsWith("_before");

  test.each(lostAnswers)("of create (%s) the draft is found exactly when it was made", async (kind) => {
    const plan = freshPlan();
    await arm(writes.create.match, kind);
    const began = new Date();
    await failureOf(listing.create(tried, plan));
    const found = await listing.find(session, plan, began);
    expect(found.map((entry) => entry.certain)).toEqual(happened(kind) ? [true] : []);
  });

  const uploads = ["images", "files"].flatMap((what) =>
    lostAnswers.map((kind): [string, FaultKind] => [what, kind]),
  );
  test.each(uploads)(
    "of an upload to %s (%s) the repeat doubles nothing and misses nothing",
    async (what, kind) => {
      const plan = freshPlan();
      const { remoteId } = await listing.create(session, plan);
      await arm({ method: "POST", path: `/${what}$` }, kind, what === "images" ? 1 : 0);
      await failureOf(listing.upload(tried, makeJob(plan, remoteId)));
      await market.control("DELETE", "faults");
      const job = makeJob(plan, remoteId, false);
      await listing.upload(session, job);
      const books = await market.books();
      const there = books.listings.find((entry) => String(entry.listing_id) === remoteId);
      expect(there?.images.map((image) => [image.rank, image.alt_text])).toEqual(
        plan.images.map((image, index) => [index + 1, image.alt]),
      );
      expect(there?.files).toMatchObject([{ name: plan.file.name, size: plan.file.size }]);
      expect(job.notes.listing_file_id).toEqual(expect.any(Number));
    },
  );

  test.each(lostAnswers)("of publish (%s) the state tells whether it is live", async (kind) => {
    const plan = freshPlan();
    const { remoteId } = await listing.create(session, plan);
    await listing.upload(session, makeJob(plan, remoteId));
    await arm(writes.publish.match, kind);
    await failureOf(listing.publish(tried, remoteId, plan));
    expect((await listing.read(session, remoteId, plan))?.state).toBe(happened(kind) ? "live" : "draft");
  });
});
