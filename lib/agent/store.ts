import type { Overrides } from "@/db/schema/listings";
import type { ManualImages, StoredFile } from "@/db/schema/manuals";
import type { Money } from "../money";
import type { ListingStep, Notes, Plan, Rights } from "../platforms/platform";

/**
 * What the engine needs of a store, and all it may use: claim, advance, finish. Each is one statement, so the
 * same engine runs against any store that keeps these promises.
 */
export interface Store {
  /** Takes up to `limit` due listings of a platform: raises their fence and makes them due again after the lease. */
  claim(query: Claim): Promise<Work[]>;
  /**
   * Moves a listing on. `owned` false: another worker owns it now and nothing was written. `on` false: the platform
   * or the agent was switched off meanwhile.
   */
  advance(work: Work, change: Advance): Promise<{ owned: boolean; on: boolean }>;
  /**
   * Ends the work on listings for now and claims the `next`, whatever became of the ends.
   * @param ends each listing once.
   */
  finish(ends: Ended[], next?: Claim): Promise<Finished>;
}

export interface Claim {
  platformId: number;
  limit: number;
  now: Date;
  leaseMs: number;
}

export interface Finished {
  /** In the order given. `owned` false: another worker owns it and nothing was written. `asked`: a new question is open. */
  ends: { owned: boolean; asked: boolean }[];
  next: Work[];
}

export type Step = "plan" | ListingStep;

/** A claimed listing with everything its steps need to know. */
export interface Work {
  listingId: number;
  platformId: number;
  fence: number;
  /** Others may claim it after this moment, unless it is moved on before. */
  leaseUntil: Date;
  step: Step;
  attempt: number;
  misses: number;
  intentAt: Date | null;
  plan: Plan | null;
  notes: Notes;
  generation: number;
  key: string;
  slug: string;
  remoteId: string | null;
  overrides: Overrides;
  manual: ManualFacts;
  /** What was proposed to the platform last. */
  sent?: Sent;
}

/** Price in minor units. */
export interface Sent {
  title: string | null;
  description: string | null;
  tags: string[];
  price: number | null;
  currency: string | null;
}

/** The manual as the plan needs it. Price in minor units. */
export interface ManualFacts {
  id: number;
  title: string;
  description: string;
  tags: string[];
  rights: Rights;
  price: number | null;
  currency: string;
  language: string | null;
  pageCount: number;
  hasText: boolean;
  fileName: string;
  file: StoredFile;
  images: ManualImages | null;
}

export interface JournalEntry {
  step: string;
  outcome: Record<string, unknown>;
}

export interface Advance {
  step: Step;
  due: Date;
  intentAt: Date | null;
  notes: Notes;
  attempt: number;
  misses: number;
  /** Written with the step that froze it. */
  plan?: Plan;
  /** Recorded once; ignored when one is there already. */
  remoteId?: string;
  /** The platform said that the recorded listing is gone: forget it and count a new generation. */
  gone?: boolean;
  /** Why the listing waits; null clears. */
  message: string | null;
  journal?: JournalEntry;
  at: Date;
}

export interface Finish {
  status: "listed" | "action_required" | "error" | "paused";
  message: string | null;
  /** What the platform shows now; only with `listed`. */
  shown?: { title: string; price: Money; url: string | null };
  /** What was proposed to a person who lists by hand. */
  plan?: Plan;
  /** Question to a person; the listing is held until it is answered. */
  ask?: Ask;
  /** Kept for the next try. */
  intentAt: Date | null;
  notes: Notes;
  attempt: number;
  journal?: JournalEntry;
  at: Date;
}

export interface Ended extends Finish {
  work: Work;
}

/** A question to a person: becomes an action unless one with the same cause is open. */
export interface Ask {
  actionType:
    | "account_setup"
    | "authentication"
    | "verification"
    | "manual_listing"
    | "rights"
    | "choose"
    | "approve"
    | "provide_data";
  cause: string;
  priority: number;
  title: string;
  description: string;
  prompt: string;
  inputType: "text" | "url" | "confirmation" | "selection" | "file";
  inputOptions: { value: string; label: string; help?: string }[];
  context: Record<string, unknown>;
  platformId: number | null;
  listingId: number | null;
  manualId: number | null;
}
