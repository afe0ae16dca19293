import type { App } from "../app";
import { autoList, type CycleResult, type Progress } from "./auto-list";

/** The whole cycle, in the order of its tasks. */
export async function runAgent(
  app: App,
  deadline: Date,
  report: (progress: Progress) => Promise<void>,
): Promise<CycleResult> {
  return autoList(app, deadline, report);
}
