import type { Lane } from "@/lib/agent/turn";
import { PlatformError } from "@/lib/errors";
import type { ApiListing, Session } from "@/lib/platforms/platform";
import type { Plant } from "./history";

/** Guards of the engine, each taken out once: the simulation must catch every one. */
export const plants: Record<string, Plant> = {
  "writes are not fenced": (lane, fenceOf) => ({
    ...lane,
    store: {
      ...lane.store,
      advance: (work, change) =>
        lane.store.advance({ ...work, fence: fenceOf(work.listingId) ?? work.fence }, change),
      finish: (ends, next) =>
        lane.store.finish(
          ends.map((end) => ({
            ...end,
            work: { ...end.work, fence: fenceOf(end.work.listingId) ?? end.work.fence },
          })),
          next,
        ),
    },
  }),
  "find is left out": (lane) => withListing(lane, { find: async () => [] }),
  "no settle time after an uncertain create": (lane) => ({
    ...lane,
    timing: { ...lane.timing, settleMs: 0 },
  }),
  "the intent is not written down": (lane) => ({
    ...lane,
    store: {
      ...lane.store,
      advance: (work, change) => lane.store.advance(work, { ...change, intentAt: null }),
      finish: (ends, next) =>
        lane.store.finish(
          ends.map((end) => ({ ...end, intentAt: null })),
          next,
        ),
    },
  }),
  "a create publishes at once": (lane) =>
    withListing(lane, {
      create: async (session, plan) => {
        const made = await lane.platform.listing.create(session, plan);
        await lane.platform.listing.publish(session, made.remoteId, plan);
        return made;
      },
    }),
  "a lost answer counts as nothing done": (lane) => withListing(lane, eachVerb(lane, asUnreachable)),
  "the remote id is recorded later": (lane) => ({
    ...lane,
    store: {
      ...lane.store,
      advance: (work, { remoteId, ...change }) =>
        lane.store.advance(work, change.step === "upload" ? change : { ...change, remoteId }),
    },
  }),
  "own stray drafts are left": (lane) => withListing(lane, { strays: async () => [] }),
  "nothing is read back": (lane) =>
    withListing(lane, {
      upload: async (session, job) => {
        await lane.platform.listing.upload(session, job).catch(() => {});
      },
      read: async (session, remoteId, plan) => {
        const seen = await lane.platform.listing.read(session, remoteId, plan);
        return (
          seen && {
            ...seen,
            files: [{ name: plan.file.name, size: plan.file.size }],
            imageCount: plan.images.length,
          }
        );
      },
    }),
};

function withListing(lane: Lane, change: Partial<ApiListing>): Lane {
  return { ...lane, platform: { ...lane.platform, listing: { ...lane.platform.listing, ...change } } };
}

async function asUnreachable<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof PlatformError) || error.kind !== "uncertain") throw error;
    throw new PlatformError("unreachable", error.message);
  }
}

function eachVerb(lane: Lane, around: <T>(run: () => Promise<T>) => Promise<T>): Partial<ApiListing> {
  const { create, publish, upload, enrich } = lane.platform.listing;
  return {
    create: (session: Session, plan) => around(() => create(session, plan)),
    publish: (session, remoteId, plan) => around(() => publish(session, remoteId, plan)),
    upload: (session, job) => around(() => upload(session, job)),
    enrich: (session, job) => around(() => enrich(session, job)),
  };
}
