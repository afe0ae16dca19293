import { z } from "zod";
import type { RunRow } from "@/db/queries/runs";
import type { Part } from "../agent/agenda";
import { AppError } from "../errors";
import { platforms } from "../platforms";
import type { TaskName } from "../runs";
import { parseBody, readText } from "./input";
import { idParams, moment, operation, pageQuery, word } from "./operation";

const counts = z.strictObject({
  listed: z.number().int(),
  synced: z.number().int(),
  timed_out: z.number().int(),
  prices: z.number().int(),
  actions: z.number().int(),
});

const runSchema = z.strictObject({
  id: z.number().int(),
  task: z.string(),
  trigger: word("schedule", "button"),
  status: word("queued", "running", "finished", "problems", "failed"),
  started_at: moment.nullable(),
  finished_at: moment.nullable(),
  progress: z.strictObject({ done: z.number().int(), total: z.number().int() }),
  counts,
  error: z.string().nullable(),
});

const path = "/api/passive-income/agent";

export const startRunOperation = operation({
  method: "POST",
  path: `${path}/run`,
  summary: "Run the agent now; while a run is open, that one goes round once more",
  access: "member",
  answer: z.strictObject({ message: z.string(), run_id: z.number().int() }),
  status: 202,
  errors: [409],
});

export const listRunsOperation = operation({
  method: "GET",
  path: `${path}/runs`,
  summary: "Runs of the agent, newest first",
  access: "member",
  query: z.strictObject(pageQuery),
  answer: z.array(runSchema),
  paged: true,
  status: 200,
  errors: [400],
});

export const getRunOperation = operation({
  method: "GET",
  path: `${path}/runs/{id}`,
  summary: "One run",
  access: "member",
  params: idParams,
  answer: runSchema,
  status: 200,
  errors: [400, 404],
});

const summaries: Record<TaskName, string> = {
  "run-agent": "The whole cycle of the agent, one bounded batch",
  "auto-list": "List what is due, one bounded batch",
  "sync-sales": "Book what webhooks brought and read the sales of every connected platform",
  "expire-actions": "Let actions run out whose deadline has passed; what waits for them is paused",
  "adjust-prices": "Lower prices of listings that are looked at and not bought, where the settings allow it",
  reconcile: "Remove own drafts that a late answer left behind",
};

/** The address of a schedule. Vercel calls it with GET, QStash with POST; the body of its messages is our own affair. */
export function cronOperation(method: "GET" | "POST", task: TaskName) {
  return operation({
    method,
    path: `/api/cron/${task}`,
    summary: summaries[task],
    access: "cron",
    answer: z.strictObject({ task: z.string(), counts, more: z.boolean() }),
    status: 200,
    errors: [503],
  });
}

const partSchema = z.strictObject({
  platform: word(...platforms.map(({ name }) => name))
    .nullable()
    .optional(),
});

/**
 * The part that a call of a schedule's address asks for: our own messages name it, a schedule sends no body.
 * @throws AppError `malformed` for anything but such a body, `invalid` for a platform that there is none of.
 */
export async function readCronPart(request: Request): Promise<Part> {
  const text = await readText(request);
  return text.trim() === "" ? undefined : parseBody(partSchema, jsonOf(text)).platform;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError("malformed", "The body is not valid JSON.", {}, { cause });
  }
}

export function runJson(row: RunRow): z.infer<typeof runSchema> {
  return {
    id: row.id,
    task: row.task,
    trigger: row.trigger,
    status: row.status,
    started_at: row.startedAt?.toISOString() ?? null,
    finished_at: row.finishedAt?.toISOString() ?? null,
    progress: { done: row.done, total: row.total },
    counts: row.counts,
    error: row.error,
  };
}
