import type { Advance, Claim, Ended, Finish, Finished, Store, Work } from "@/lib/agent/store";

/** A listing as the store keeps it, and its work while there is some. */
export interface Row {
  id: number;
  generation: number;
  remoteId: string | null;
  status: string;
  hold: string | null;
  resume: { intentAt: Date | null; notes: Work["notes"]; attempt: number } | null;
  work: Pending | null;
}
type Pending = Pick<Work, "fence" | "step" | "attempt" | "misses" | "intentAt" | "plan" | "notes"> & {
  due: Date;
};

/** The three verbs of the store, in memory, with the same promises as on Postgres. */
export class MemoryStore implements Store {
  readonly rows = new Map<number, Row>();
  /** Open actions by cause. */
  readonly actions = new Map<string, NonNullable<Finish["ask"]>>();
  #fence = 0;

  constructor(
    readonly platformId: number,
    readonly facts: (id: number) => Pick<Work, "key" | "slug" | "manual">,
  ) {}

  add(id: number, due: Date): void {
    const work = {
      fence: 0,
      step: "plan" as const,
      attempt: 0,
      misses: 0,
      intentAt: null,
      plan: null,
      notes: {},
      due,
    };
    this.rows.set(id, {
      id,
      generation: 1,
      remoteId: null,
      status: "pending",
      hold: null,
      resume: null,
      work,
    });
  }

  async claim({ limit, now, leaseMs }: Claim): Promise<Work[]> {
    const due = [...this.rows.values()]
      .flatMap((row) => (row.work && row.work.due <= now ? [{ row, work: row.work }] : []))
      .sort((a, b) => a.work.due.getTime() - b.work.due.getTime() || a.row.id - b.row.id)
      .slice(0, limit);
    return due.map(({ row, work }) => {
      this.#fence += 1;
      work.fence = this.#fence;
      work.due = new Date(now.getTime() + leaseMs);
      return {
        listingId: row.id,
        platformId: this.platformId,
        leaseUntil: work.due,
        ...structuredClone({ ...work, due: undefined }),
        generation: row.generation,
        remoteId: row.remoteId,
        overrides: {},
        ...this.facts(row.id),
      };
    });
  }

  async advance(work: Work, change: Advance): Promise<{ owned: boolean; on: boolean }> {
    const row = this.#owned(work);
    if (!row?.work) return { owned: false, on: true };
    const { step, due, intentAt, notes, attempt, misses, plan } = structuredClone(change);
    Object.assign(row.work, { step, due, intentAt, notes, attempt, misses, ...(plan ? { plan } : {}) });
    if (change.gone) Object.assign(row, { remoteId: null, generation: row.generation + 1 });
    if (change.remoteId !== undefined) row.remoteId ??= change.remoteId;
    return { owned: true, on: true };
  }

  async finish(ends: Ended[], next?: Claim): Promise<Finished> {
    const ended = ends.map((end) => this.#end(end));
    return { ends: ended, next: next ? await this.claim(next) : [] };
  }

  #end({ work, ...end }: Ended): Finished["ends"][number] {
    const row = this.#owned(work);
    if (!row) return { owned: false, asked: false };
    const { intentAt, notes, attempt } = structuredClone(end);
    row.work = null;
    row.status = end.status;
    row.hold = end.ask?.cause ?? null;
    row.resume = end.status === "listed" ? null : { intentAt, notes, attempt };
    const asked = end.ask !== undefined && !this.actions.has(end.ask.cause);
    if (end.ask && asked) this.actions.set(end.ask.cause, end.ask);
    return { owned: true, asked };
  }

  /** A person answers everything that is asked: what waits goes on, with its intent and notes. @returns how many. */
  answerAll(at: Date): number {
    let freed = 0;
    for (const row of this.rows.values()) {
      if (row.status !== "action_required" || !row.resume || row.work) continue;
      const { intentAt, notes, attempt } = row.resume;
      const { rounds: _, ...kept } = notes;
      row.work = { fence: 0, step: "plan", attempt, misses: 0, intentAt, plan: null, notes: kept, due: at };
      Object.assign(row, { status: "pending", hold: null, generation: row.generation + 1 });
      freed += 1;
    }
    if (freed > 0) this.actions.clear();
    return freed;
  }

  #owned({ listingId, fence }: Work): Row | null {
    const row = this.rows.get(listingId);
    return row?.work?.fence === fence ? row : null;
  }
}
