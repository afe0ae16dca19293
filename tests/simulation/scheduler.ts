import { seeded } from "../support/random";

/** Thrown into nobody: a dead worker simply never goes on. */
interface Waiting {
  at: number;
  resume(): void;
}

export interface Worker {
  name: string;
  waiting: Waiting | null;
  ended: boolean;
}

/**
 * Runs workers one step at a time in an order that the seed decides, on a clock of its own. A step ends when the worker
 * reaches its next point: before and after each statement and each call, and whenever it sleeps. Nothing else runs
 * meanwhile, so a history depends on its seed alone.
 */
export class Scheduler {
  readonly random: () => number;
  readonly workers: Worker[] = [];
  readonly begun = Date.parse("2026-11-22T12:00:00Z");
  now = this.begun;
  events = 0;
  #parked: (() => void) | null = null;
  #failure: unknown = null;

  constructor(seed: number) {
    this.random = seeded(seed);
  }

  /** Begins a worker at its first step. What it throws ends the history. */
  start(name: string, afterMs: number, work: (worker: Worker) => Promise<void>): void {
    const worker: Worker = { name, waiting: null, ended: false };
    this.workers.push(worker);
    const begin = () => {
      work(worker)
        .catch((error: unknown) => {
          this.#failure = error;
        })
        .finally(() => {
          worker.ended = true;
          this.#parked?.();
        });
    };
    worker.waiting = { at: this.now + Math.floor(afterMs), resume: begin };
  }

  /** The worker waits here until it is chosen again, not before `ms` have passed. */
  point(worker: Worker, ms = 0): Promise<void> {
    return new Promise((resume) => {
      worker.waiting = { at: this.now + Math.floor(ms), resume };
      this.#parked?.();
    });
  }

  /** The process of a worker is gone: whatever it was about to do does not happen. */
  kill(worker: Worker): Promise<never> {
    worker.waiting = null;
    worker.ended = true;
    this.#parked?.();
    return new Promise(() => {});
  }

  /** Runs one step. @returns false when no worker is left. @throws what a worker threw. */
  async step(): Promise<boolean> {
    const waiting = this.workers.filter(({ waiting }) => waiting !== null);
    if (waiting.length === 0) return false;
    const soonest = Math.min(...waiting.map((worker) => worker.waiting?.at ?? 0));
    this.now = Math.max(this.now, soonest);
    const ready = waiting.filter((worker) => (worker.waiting?.at ?? 0) <= this.now);
    const chosen = ready[Math.floor(this.random() * ready.length)];
    if (!chosen?.waiting) return false;
    const { resume } = chosen.waiting;
    chosen.waiting = null;
    const parked = new Promise<void>((done) => {
      this.#parked = done;
    });
    resume();
    await parked;
    this.#parked = null;
    this.events += 1;
    if (this.#failure !== null) throw this.#failure;
    return true;
  }
}
