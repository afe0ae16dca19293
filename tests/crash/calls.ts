import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { door } from "../support/markets";

const callSchema = z.object({
  at: z.string(),
  method: z.string(),
  path: z.string(),
  fault: z.string().optional(),
});
const report = z.object({ total: z.number(), last: z.array(callSchema) });

const CREATE = /^POST (\/v2\/products|\/v3\/application\/shops\/\d+\/listings)$/;
const FILES = /\/files\/(presign|complete)$/;
/** What is cut off so shortly after a call may have lost its answer. */
const AMID_MS = 700;

/** What came to the doors of the stand-ins since the loop began. */
export function watchCalls(origins: Record<string, string>) {
  const doors = Object.entries(origins).map(([name, url]) => ({ name, control: door(url) }));
  const at: number[] = [];
  const filesAt: number[] = [];
  const tally = { calls: 0, creates: 0, refreshes: 0, faultsOnFiles: 0, faults: new Map<string, number>() };

  function count(call: z.infer<typeof callSchema>): void {
    tally.calls += 1;
    at.push(Date.parse(call.at));
    if (CREATE.test(`${call.method} ${call.path}`)) tally.creates += 1;
    if (call.path.endsWith("/oauth/token")) tally.refreshes += 1;
    if (FILES.test(call.path)) filesAt.push(Date.parse(call.at));
    if (call.fault === undefined) return;
    tally.faults.set(call.fault, (tally.faults.get(call.fault) ?? 0) + 1);
    if (FILES.test(call.path)) tally.faultsOnFiles += 1;
  }

  const amid = (moments: number[], cut: number) =>
    moments.filter((moment) => cut >= moment && cut - moment < AMID_MS).length;

  const watch = {
    tally,
    /** Reads the calls since the last look. @throws Error when a door had more of them than it remembers. */
    async look(): Promise<void> {
      for (const each of doors) {
        const { total, last } = report.parse(await each.control("DELETE", "calls"));
        if (total > last.length) throw new Error(`${each.name}: ${total} calls between two looks`);
        last.forEach(count);
      }
    },
    /** Waits for the next call, so that what comes now comes amid work; at most `ms`. */
    async nextCall(ms: number): Promise<void> {
      await watch.look();
      const { calls } = tally;
      for (const until = Date.now() + ms; tally.calls === calls && Date.now() < until; ) {
        await sleep(30);
        await watch.look();
      }
    },
    /** Of these moments, how many came right after a call. */
    amidCalls: (cuts: number[]) => cuts.filter((cut) => amid(at, cut) > 0).length,
    /** Answers to presign and complete that may have been lost: by a fault, or by one of these cuts. */
    lostFileReplies: (cuts: number[]) =>
      tally.faultsOnFiles + filesAt.filter((moment) => cuts.some((cut) => amid([moment], cut) > 0)).length,
  };
  return watch;
}
