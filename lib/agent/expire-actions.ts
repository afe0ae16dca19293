import { expireActions as expire } from "../action-queue/leave";
import { readAgenda } from "./agenda";
import { noResult, type Task } from "./cycle";

/** Reminds of actions that run out soon, and lets run out those that are late; what waits for them is paused. */
export const expireActions: Task = async (app, deadline, _report, part, known) => {
  const { settings, actions } = known ?? (await readAgenda(app, part));
  if (!settings.agentEnabled || !actions) return noResult();
  const { timedOut, more } = await expire(app, deadline);
  const result = noResult();
  result.counts.timed_out = timedOut;
  return { ...result, more };
};
