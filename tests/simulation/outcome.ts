import type { Store } from "@/lib/agent/store";
import type { Faults } from "./market";

/** What a history needs of the store under it. */
export interface Backing {
  store: Store;
  /** Work that is left: when the next is due, null when everything rests. */
  nextDue(): Promise<Date | null>;
  /** Recorded remote ids and states, by listing. */
  read(): Promise<Map<number, { status: string; remoteId: string | null }>>;
  /** A person answers what is asked: the listing goes on. */
  answer(at: Date): Promise<number>;
}

export interface Outcome {
  seed: number;
  events: number;
  /** Calls that left for the market. */
  requests: number;
  faults: Map<keyof Faults, number>;
  /** Sentences about what must never be. */
  violations: string[];
  /** What happened, in order; equal for equal seeds on every store. */
  trace: string[];
  /** Writes of workers that had lost their listing. */
  fenced: number;
  calls: Map<string, number>;
}
