import type { Part } from "../agent/agenda";
import { noCounts } from "../agent/cycle";
import { drainOutbox } from "../agent/outbox";
import { runTask, type TaskReply } from "../agent/tasks";
import type { App } from "../app";
import { env } from "../env";
import { log } from "../log";
import type { TaskName } from "../runs";
import { readSettings } from "../settings";
import { forgetOldDeliveries, once } from "./deliveries";
import { isSplit, messagesFor, slotOf } from "./fan-out";
import { type Queue, qstashQueue } from "./publish";
import { wakeAtNextDue } from "./wake-up";

/** Somebody calls a task: its schedule, or a message. */
export interface CronCall {
  /** Of a signed message; it may come more than once. */
  messageId: string | null;
  /** A schedule names none. */
  part?: Part;
}

/** Longest time that planning may take before the messages leave. */
const PLAN_MS = 60_000;

/**
 * Answers a call of a task. With QStash a schedule's call only sends a message for each platform, and the work is done
 * where those arrive; without it the work is done here. @throws what the task throws: the message comes again.
 */
export async function callTask(
  app: App,
  task: TaskName,
  call: CronCall,
  queue: Queue | null = ownQueue(),
): Promise<TaskReply> {
  const work = () => answer(app, task, call, queue);
  if (call.messageId === null) return work();
  const reply = await once(app, { source: "qstash", id: call.messageId }, work);
  return reply ?? { task, counts: { ...noCounts }, more: false };
}

function ownQueue(): Queue | null {
  const { qstash } = env();
  return qstash && qstashQueue(qstash);
}

async function answer(app: App, task: TaskName, call: CronCall, queue: Queue | null): Promise<TaskReply> {
  if (!isSplit(task)) return runTask(app, task);
  const { part } = call;
  if (queue && part === undefined) return fanOut(app, task, call, queue);
  const reply = await runTask(app, task, part);
  if (queue && part && task !== "sync-sales") {
    const { listed, prices, actions } = reply.counts;
    await wakeAtNextDue(app, part, queue, { gotOn: listed + prices + actions > 0 });
  }
  return reply;
}

/** Sends the parts of a task on their way; when QStash does not take them, the work is done here instead. */
async function fanOut(app: App, task: TaskName, call: CronCall, queue: Queue): Promise<TaskReply> {
  const { agentEnabled } = await readSettings(app.db);
  if (!agentEnabled) return { task, counts: { ...noCounts }, more: false };
  await forgetOldDeliveries(app);
  const now = app.world.now();
  // Planned before the messages leave, so that each platform finds what is new.
  await drainOutbox(app.db, app.world.now, new Date(now.getTime() + PLAN_MS));
  try {
    await queue.publish(await messagesFor(app, task, call.messageId ?? slotOf(task, now)));
  } catch (error) {
    log("fan_out_failed", { task, error });
    return runTask(app, task);
  }
  return { task, counts: { ...noCounts }, more: true };
}
