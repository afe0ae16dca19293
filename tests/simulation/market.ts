import { PlatformError } from "@/lib/errors";
import type { ApiPlatform, Job, Plan, RemoteListing, Session } from "@/lib/platforms/platform";
import type { Timing } from "@/lib/timing";
import { callsOf, facts } from "./market-facts";
import type { Scheduler, Worker } from "./scheduler";

/** What can go wrong around a call or a statement, as shares of all of them. */
export interface Faults {
  crash: number;
  /** The request never arrives; the client waits for its time-out. */
  requestLost: number;
  /** The request arrives, its answer does not. */
  answerLost: number;
  /** The request arrives after the client gave up. */
  late: number;
  error: number;
  throttled: number;
  /** The process stands still for longer than its lease. */
  pause: number;
}

interface Remote {
  id: string;
  key: string;
  title: string;
  price: Plan["price"];
  live: boolean;
  file: boolean;
  images: number;
  createdAt: number;
  /** Lists show it from then on. */
  visibleAt: number;
}

/** A marketplace that never enforces our key, shows new drafts late, and keeps books of its own. */
export class Market {
  readonly remotes: Remote[] = [];
  readonly calls = new Map<string, number>();
  /** Calls that left, whatever became of them. */
  requests = 0;
  readonly faultCounts = new Map<keyof Faults, number>();
  faults: Faults | null;
  /** When the last create of a key began whose outcome its caller never learnt. */
  readonly #open = new Map<string, number>();
  #ids = 0;

  constructor(
    readonly scheduler: Scheduler,
    readonly timing: Timing,
    faults: Faults | null,
  ) {
    this.faults = faults;
  }

  live(key: string): Remote[] {
    return this.remotes.filter((remote) => remote.key === key && remote.live);
  }

  /** Draws whether this fault happens now. */
  strikes(fault: keyof Faults): boolean {
    const happens = this.faults !== null && this.scheduler.random() < this.faults[fault];
    if (happens) this.faultCounts.set(fault, (this.faultCounts.get(fault) ?? 0) + 1);
    return happens;
  }

  /**
   * The platform as the engine knows it, for one worker.
   * @param before told before each create and publish which drafts the lists show under its key already, by the moment
   *   since when they do; and when the last create of that key began whose outcome is not known.
   */
  platformFor(
    worker: Worker,
    before: (
      verb: "create" | "publish",
      key: string,
      visibleSince: number[],
      openSince: number | null,
    ) => void,
  ): ApiPlatform {
    const read = <T>(session: Session, name: string, effect: () => T) =>
      this.#call(worker, session, name, this.timing.readMs, false, effect);
    const write = <T>(session: Session, name: string, effect: () => T) =>
      this.#call(worker, session, name, this.timing.createMs, true, effect);
    const at = (id: string) => this.remotes.find((remote) => remote.id === id);
    const there = (id: string): Remote => {
      const remote = at(id);
      if (!remote) throw new PlatformError("unexpected", "It is gone.");
      return remote;
    };
    const visible = (key: string) =>
      this.remotes.filter((remote) => remote.key === key && remote.visibleAt <= this.scheduler.now);
    const since = (key: string, but?: string) =>
      visible(key)
        .filter(({ id, live }) => id !== but && !live)
        .map(({ visibleAt }) => visibleAt);
    const upload = async (session: Session, { plan, remoteId, fresh }: Job) => {
      const seen = fresh ? null : await read(session, "look", () => ({ ...there(remoteId) }));
      if (!seen?.file)
        await write(session, "file", () => {
          there(remoteId).file = true;
        });
      if ((seen?.images ?? 0) < plan.images.length)
        await write(session, "image", () => {
          there(remoteId).images = plan.images.length;
        });
    };
    return {
      ...facts,
      listing: {
        need: (step) => ({ all: callsOf[step] }),
        find: (session, plan) =>
          read(session, "find", () =>
            visible(plan.key).map(({ id, title }) => ({ remoteId: id, certain: true, title, url: null })),
          ),
        create: async (session, plan) => {
          before("create", plan.key, since(plan.key), this.#open.get(plan.key) ?? null);
          this.#open.set(plan.key, this.scheduler.now);
          const made = await write(session, "create", () => {
            const { now, random } = this.scheduler;
            this.#ids += 1;
            const id = `r${this.#ids}`;
            const visibleAt = now + random() * this.timing.listLagMs;
            const empty = { live: false, file: false, images: 0, createdAt: now, visibleAt };
            this.remotes.push({ id, key: plan.key, title: plan.title, price: { ...plan.price }, ...empty });
            return { remoteId: id };
          }).catch((error: unknown) => {
            // Throttled: nothing happened, and everybody knows.
            if (error instanceof PlatformError && error.kind === "rate_limited") this.#open.delete(plan.key);
            throw error;
          });
          this.#open.delete(plan.key);
          return made;
        },
        upload,
        enrich: (session, { plan, remoteId }) =>
          write(session, "enrich", () => {
            there(remoteId).price = { ...plan.price };
          }),
        read: (session, id) => read(session, "read", () => shown(at(id))),
        publish: (session, id, plan) => {
          before("publish", plan.key, since(plan.key, id), null);
          return write(session, "publish", () => {
            there(id).live = true;
          });
        },
        price: (session, id, plan) =>
          write(session, "price", () => {
            there(id).price = { ...plan.price };
          }),
        unlist: (session, id) =>
          write(session, "unlist", () => {
            there(id).live = false;
          }),
        strays: (session, plan, id) =>
          read(session, "strays", () =>
            visible(plan.key)
              .filter((remote) => remote.id !== id && !remote.live)
              .map((remote) => remote.id),
          ),
        removeDraft: (session, id) =>
          write(session, "remove", () => {
            const index = this.remotes.findIndex((remote) => remote.id === id && !remote.live);
            if (index >= 0) this.remotes.splice(index, 1);
          }),
      },
    };
  }

  async #call<T>(
    worker: Worker,
    session: Session,
    name: string,
    timeoutMs: number,
    writes: boolean,
    effect: () => T,
  ): Promise<T> {
    const { scheduler } = this;
    // The adapter's fetch: it waits its turn, and may say that there is no time.
    await session.fetch(name, { method: writes ? "POST" : "GET" });
    this.requests += 1;
    await scheduler.point(worker);
    if (this.strikes("crash")) return scheduler.kill(worker);
    if (this.strikes("pause")) await scheduler.point(worker, this.timing.leaseMs * 1.3);
    const lost = () => new PlatformError(writes ? "uncertain" : "unreachable", `No answer to ${name}.`);
    const giveUp = async () => {
      await scheduler.point(worker, timeoutMs);
      throw lost();
    };
    if (this.strikes("requestLost")) return giveUp();
    if (writes && this.strikes("late")) {
      scheduler.start(`late ${name}`, this.timing.createMs * scheduler.random(), async () => {
        try {
          this.#count(name);
          effect();
        } catch {
          // Nobody hears the answer.
        }
      });
      return giveUp();
    }
    if (this.strikes("throttled"))
      throw new PlatformError("rate_limited", "Slow down.", { retryAt: new Date(scheduler.now + 2_000) });
    if (this.strikes("error") && scheduler.random() < 0.5) throw lost();
    this.#count(name);
    const result = effect();
    if (this.strikes("crash")) return scheduler.kill(worker);
    if (this.strikes("answerLost")) return giveUp();
    if (this.strikes("error")) throw lost();
    await scheduler.point(worker, scheduler.random() * timeoutMs * 0.3);
    if (this.strikes("pause")) await scheduler.point(worker, this.timing.leaseMs * 1.3);
    return result;
  }

  #count(name: string): void {
    this.calls.set(name, (this.calls.get(name) ?? 0) + 1);
  }
}

function shown(remote: Remote | undefined): RemoteListing | null {
  if (!remote) return null;
  const { id, live, title, price, file, images } = remote;
  const files = file ? [{ name: "m.pdf", size: 100 }] : [];
  const url = live ? `https://market.example/${id}` : null;
  return { remoteId: id, state: live ? "live" : "draft", url, title, price, files, imageCount: images };
}
