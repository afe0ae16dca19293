import type { App } from "../app";
import { log } from "../log";
import { adjustPrices } from "./adjust-prices";
import { autoList } from "./auto-list";
import { addCounts, type CycleResult, noResult, type Progress } from "./cycle";
import { expireActions } from "./expire-actions";
import { reconcile } from "./reconcile";
import { syncSales } from "./sync-sales";

/** `share`: of the time that is left, so that listing a long catalogue leaves some for the others. */
const order = [
  { name: "auto-list", task: autoList, share: 0.7 },
  { name: "sync-sales", task: syncSales, share: 0.7 },
  { name: "expire-actions", task: expireActions, share: 1 },
  { name: "adjust-prices", task: adjustPrices, share: 1 },
  { name: "reconcile", task: reconcile, share: 1 },
];

/** The whole cycle, in the order of its tasks; each leaves its counts, and none stops the next. */
export async function runAgent(
  app: App,
  deadline: Date,
  report: (progress: Progress) => Promise<void>,
): Promise<CycleResult> {
  let whole = noResult();
  for (const { name, task, share } of order) {
    const before = whole.counts;
    const now = app.world.now().getTime();
    const until = new Date(now + (deadline.getTime() - now) * share);
    const done = await task(app, until, (progress) =>
      report({ ...progress, counts: addCounts(before, progress.counts) }),
    ).catch((error: unknown) => {
      log("task_failed", { task: name, error });
      return { ...noResult(), problems: [`The task ${name} broke off on our side. It is noted in the log.`] };
    });
    whole = {
      counts: addCounts(whole.counts, done.counts),
      problems: [...whole.problems, ...done.problems],
      more: whole.more || done.more,
    };
  }
  return whole;
}
