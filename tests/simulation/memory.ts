import { factsOf } from "./facts";
import { MemoryStore } from "./memory-store";
import type { Backing } from "./outcome";
import { LISTINGS } from "./settings";

/** A history's store in memory. */
export async function inMemory(now: Date): Promise<Backing> {
  const store = new MemoryStore(1, factsOf);
  for (let id = 1; id <= LISTINGS; id += 1) store.add(id, now);
  return {
    store,
    async nextDue() {
      const dues = [...store.rows.values()].flatMap(({ work }) => (work ? [work.due.getTime()] : []));
      return dues.length === 0 ? null : new Date(Math.min(...dues));
    },
    read: async () => store.rows,
    answer: async (at) => store.answerAll(at),
  };
}
