import { log } from "../log";
import { adjustPrices } from "./adjust-prices";
import { readAgenda } from "./agenda";
import { autoList } from "./auto-list";
import { addCounts, noResult, type Report, type Task } from "./cycle";
import { expireActions } from "./expire-actions";
import { reconcile } from "./reconcile";
import { syncSales } from "./sync-sales";

/**
 * `share`: of the time that is left, so that listing a long catalogue leaves some for the others. `split`: can be done
 * for one platform; the others belong to no platform.
 */
const order: { name: string; task: Task; share: number; split: boolean }[] = [
  { name: "auto-list", task: autoList, share: 0.7, split: true },
  { name: "sync-sales", task: syncSales, share: 0.7, split: true },
  { name: "expire-actions", task: expireActions, share: 1, split: false },
  { name: "adjust-prices", task: adjustPrices, share: 1, split: false },
  { name: "reconcile", task: reconcile, share: 1, split: true },
];

/**
 * The whole cycle, in the order of its tasks; each leaves its counts, and none stops the next. All go by the agenda of
 * its beginning: what comes up meanwhile is the next cycle's.
 */
export const runAgent: Task = async (app, deadline, report, part, known) => {
  const agenda = known ?? (await readAgenda(app, part));
  let whole = noResult();
  for (const { name, task, share } of part ? order.filter(({ split }) => split) : order) {
    const before = whole.counts;
    const now = app.world.now().getTime();
    const until = new Date(now + (deadline.getTime() - now) * share);
    const add: Report = async (progress) =>
      report?.({ ...progress, counts: addCounts(before, progress.counts) });
    const done = await task(app, until, add, part, agenda).catch((error: unknown) => {
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
};
