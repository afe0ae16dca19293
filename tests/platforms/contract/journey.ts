import { expect } from "vitest";
import { PlatformError } from "@/lib/errors";
import {
  type ApiListing,
  type Job,
  listsByApi,
  type Notes,
  type Plan,
  type Platform,
  type Session,
} from "@/lib/platforms/platform";
import type { Stage } from "./stage";
import type { BookListing } from "./subject";

/** The listing ability of a platform that was said to have it. */
export function listingOf(platform: Platform): ApiListing {
  if (!listsByApi(platform)) throw new Error(`${platform.name} has no listing API, and no deviation says so`);
  return platform.listing;
}

/** One listing on its way, as the engine takes it: a step that failed is begun again, finding before it creates. */
export interface Journey {
  plan: Plan;
  remoteId: string;
  /** Takes the steps that are left, up to and with `last`. @throws what a step throws; the next `go` goes on there. */
  go(session: Session, last?: Step): Promise<void>;
}

export type Step = "create" | "upload" | "enrich" | "publish" | "verify";

export function journey(platform: Platform, plan: Plan): Journey {
  const listing = listingOf(platform);
  const notes: Notes = {};
  const began = new Date();
  const steps: Step[] = ["create", "upload", "enrich", "publish", "verify"];
  let fresh = true;
  let done = 0;
  const job = (): Job => ({
    plan,
    remoteId: travel.remoteId,
    notes,
    fresh,
    note: async (patch) => void Object.assign(notes, patch),
  });
  const take: Record<Step, (session: Session) => Promise<void>> = {
    async create(session) {
      const found = fresh ? [] : await listing.find(session, plan, began);
      const [own] = found.filter(({ certain }) => certain);
      travel.remoteId = own?.remoteId ?? (await listing.create(session, plan)).remoteId;
    },
    upload: (session) => listing.upload(session, job()),
    enrich: (session) => listing.enrich(session, job()),
    async publish(session) {
      for (const stray of (await listing.strays?.(session, plan, travel.remoteId)) ?? [])
        await listing.removeDraft(session, stray);
      const seen = await listing.read(session, travel.remoteId, plan);
      if (seen?.state !== "live") await listing.publish(session, travel.remoteId, plan);
    },
    async verify(session) {
      const seen = await listing.read(session, travel.remoteId, plan);
      expect(seen?.state).toBe("live");
    },
  };
  const travel: Journey = {
    plan,
    remoteId: "",
    async go(session, last = "verify") {
      for (; done <= steps.indexOf(last); done += 1) {
        const step = steps[done];
        if (!step) return;
        try {
          await take[step](session);
        } catch (error) {
          if (error instanceof PlatformError) fresh = false;
          throw error;
        }
      }
    },
  };
  return travel;
}

/** A listing that has come so far, over a quiet network. */
export async function arrived(stage: Stage, plan: Plan, last: Step = "verify"): Promise<Journey> {
  const travel = journey(stage.platform, plan);
  await travel.go(stage.session, last);
  return travel;
}

/** What the books have under a plan's key, but what was removed. */
export async function booked(stage: Stage, plan: Plan): Promise<BookListing[]> {
  const all = await stage.market.listings();
  return all.filter(({ carrier, state }) => state !== "gone" && carrier.endsWith(plan.key));
}

/** The one listing that the books have under a plan's key. */
export async function theOne(stage: Stage, plan: Plan): Promise<BookListing> {
  const ours = await booked(stage, plan);
  expect(ours).toHaveLength(1);
  const [one] = ours;
  if (!one) throw new Error("there is none");
  return one;
}

/** The books have the plan once, on sale, with its file and each of its pictures once and in order. */
export async function expectOnSale(stage: Stage, { plan, remoteId }: Journey): Promise<void> {
  const { file, images } = plan;
  const { row: _, carrier: __, thumbnail, ...one } = await theOne(stage, plan);
  if (thumbnail !== undefined) expect(thumbnail).toBe(plan.thumbnail?.sha256 ?? null);
  expect(one).toEqual({
    remoteId,
    state: "live",
    title: plan.title,
    price: plan.price,
    files: [{ name: file.name, size: file.size, sha256: file.sha256 }],
    images: images.map(({ sha256 }) => sha256),
  });
}
