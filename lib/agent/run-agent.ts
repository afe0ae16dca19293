import type { App } from "../app";
import { autoList, type CycleResult, type Progress } from "./auto-list";
import { removeLeftDrafts } from "./own-drafts";

/** The whole cycle, in the order of its tasks. */
export async function runAgent(
  app: App,
  deadline: Date,
  report: (progress: Progress) => Promise<void>,
): Promise<CycleResult> {
  const result = await autoList(app, deadline, report);
  await removeLeftDrafts(app, deadline);
  return result;
}
