import type { Advance, Finish, Store, Work } from "@/lib/agent/store";
import { takeTurn } from "@/lib/agent/take-turn";
import type { Lane, TurnEnd } from "@/lib/agent/turn";
import type { ApiListing, Plan, RemoteListing, Session } from "@/lib/platforms/platform";
import { factsOf } from "../simulation/facts";
import { facts as marketFacts } from "../simulation/market-facts";
import { sessionOf } from "../simulation/session";
import { timing } from "../simulation/settings";

const START = Date.parse("2026-11-22T12:00:00Z");
/** A moment so many seconds after a turn began. */
export const at = (seconds: number) => new Date(START + seconds * 1000);

/** What a worker of these tests sends: one picture, no deviations. */
export const plan: Plan = {
  key: "sim-1-1",
  slug: "m-1",
  title: "Manual 1",
  description: "How it works.\n\nPDF file, 10 pages, English. Digital download: nothing is shipped.",
  tags: ["tables", "manual guide", "manual manual", "pdf manual", "digital download"],
  price: { amount: 1299, currency: "USD" },
  file: { key: "m", name: "m.pdf", size: 100, sha256: "f", mime: "application/pdf" },
  images: [{ key: "p", name: "m-1.jpg", size: 1, sha256: "p", mime: "image/jpeg", alt: "Cover of Manual 1" }],
  thumbnail: { key: "p", name: "thumbnail.jpg", size: 1, sha256: "p", mime: "image/jpeg" },
  pageCount: 10,
};

/** A complete draft of that plan, as the platform shows it. */
export const draft: RemoteListing = {
  remoteId: "r1",
  state: "draft",
  url: null,
  title: "Manual 1",
  price: { amount: 1299, currency: "USD" },
  files: [{ name: "m.pdf", size: 100 }],
  imageCount: 1,
};
export const live: RemoteListing = { ...draft, state: "live", url: "https://market.example/r1" };

/** A platform whose answers to `read` are these, in order; the last one repeats. */
export function reads(...answers: (RemoteListing | null)[]): Pick<ApiListing, "read"> {
  let count = 0;
  return { read: async () => answers[Math.min(count++, answers.length - 1)] ?? null };
}

type Write = ({ verb: "advance" } & Advance) | ({ verb: "finish" } & Finish);

export interface Change {
  work?: Partial<Work>;
  /** What the platform does instead; each verb of it makes its call first, as an adapter does. */
  listing?: Partial<ApiListing>;
  lane?: Partial<Lane>;
  store?: Partial<Store>;
}

/** One turn of one worker, alone: calls and writes are kept in order, the clock stands unless it is moved. */
export function oneTurn({ work: given = {}, listing = {}, lane: changed = {}, store = {} }: Change = {}) {
  const calls: string[] = [];
  const writes: Write[] = [];
  const log: string[] = [];
  const clock = { now: START };
  let shown: RemoteListing = draft;
  const world = {
    fetch: async () => new Response(),
    now: () => new Date(clock.now),
    random: () => 0.5,
    sleep: async (ms: number) => {
      log.push(`sleep ${ms}`);
      clock.now += ms;
    },
  };
  const normal: ApiListing = {
    need: () => ({ all: 1 }),
    find: async () => [],
    create: async () => ({ remoteId: "r1" }),
    upload: async () => {},
    enrich: async () => {},
    read: async () => shown,
    publish: async () => {
      shown = live;
    },
    price: async () => {},
    unlist: async () => {},
    removeDraft: async () => {},
  };
  const verbs = { ...normal, ...listing };
  const call = (session: Session, name: string, method = "POST") => {
    calls.push(name);
    log.push(name);
    return session.fetch(name, { method });
  };
  const api: ApiListing = {
    ...verbs,
    find: (session, made, since) =>
      call(session, `find since ${since.toISOString()}`, "GET").then(() => verbs.find(session, made, since)),
    create: (session, made) => call(session, `create ${made.slug}`).then(() => verbs.create(session, made)),
    upload: (session, job) =>
      call(session, `upload ${job.remoteId}${job.fresh ? " fresh" : ""}`).then(() =>
        verbs.upload(session, job),
      ),
    enrich: (session, job) =>
      call(session, `enrich ${job.remoteId}${job.fresh ? " fresh" : ""}`).then(() =>
        verbs.enrich(session, job),
      ),
    read: (session, id, made) => call(session, `read ${id}`, "GET").then(() => verbs.read(session, id, made)),
    publish: (session, id, made) =>
      call(session, `publish ${id}`).then(() => verbs.publish(session, id, made)),
    price: (session, id, made) => call(session, `price ${id}`).then(() => verbs.price(session, id, made)),
    removeDraft: (session, id) => call(session, `remove ${id}`).then(() => verbs.removeDraft(session, id)),
    ...(verbs.strays && {
      strays: (session: Session, made: Plan, id: string) =>
        call(session, `strays beside ${id}`, "GET").then(() => verbs.strays?.(session, made, id) ?? []),
    }),
  };
  const work: Work = {
    listingId: 1,
    platformId: 7,
    fence: 3,
    leaseUntil: new Date(START + timing.leaseMs),
    step: "plan",
    attempt: 0,
    misses: 0,
    intentAt: null,
    plan: null,
    notes: {},
    generation: 1,
    remoteId: null,
    overrides: {},
    ...factsOf(1),
    ...(given.step && given.step !== "plan" ? { plan } : {}),
    ...(given.step && !["plan", "create"].includes(given.step) ? { remoteId: "r1" } : {}),
    ...given,
  };
  const lane: Lane = {
    platform: { ...marketFacts, listing: api },
    platformId: 7,
    account: { name: "Market", currency: "USD", facts: {} },
    priceFactor: null,
    publish: "auto",
    store: {
      claim: async () => [],
      advance: async (item, change) => {
        writes.push({ verb: "advance", ...structuredClone(change) });
        log.push(`write ${change.step}`);
        return (await store.advance?.(item, change)) ?? { owned: true, on: true };
      },
      finish: async (ends, next) => {
        const written = ends.map(({ work: _, ...end }) => structuredClone(end));
        for (const end of written) {
          writes.push({ verb: "finish", ...end });
          log.push(`finish ${end.status}`);
        }
        const normally = {
          ends: written.map(({ ask }) => ({ owned: true, asked: ask !== undefined })),
          next: [],
        };
        return (await store.finish?.(ends, next)) ?? normally;
      },
    },
    budgets: {
      take: async (_platform, _need, now) => ({ granted: true, startAt: now, intervalMs: 0 }),
      block: async (id, bucket, until) => {
        log.push(`block ${id} ${bucket} ${until.toISOString()}`);
      },
      learn: async () => {},
    },
    timing,
    world,
    startedAt: at(0),
    deadline: at(3_600),
    calls: { nextAt: 0 },
    open: async (hooks) => ({ ...sessionOf(world, hooks), sawLimits: hooks.sawLimits }),
    learn: async () => {},
    signedOut: async () => false,
    ...changed,
  };
  return {
    lane,
    work,
    /** Verbs that were called, in order. */
    calls,
    writes,
    /** Calls, writes, waits and blocks, in order. */
    log,
    /** Moves the clock. */
    pass: (seconds: number) => {
      clock.now += seconds * 1000;
    },
    run: async (): Promise<TurnEnd> => (await takeTurn(lane, work)).end,
  };
}
