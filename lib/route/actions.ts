import { z } from "zod";
import { type ActionRow, actionStatuses } from "@/db/queries/actions";
import { idParams, moment, operation, pageQuery, word } from "./operation";

const actionSchema = z.strictObject({
  id: z.number().int(),
  action_type: word(
    ...["account_setup", "authentication", "verification", "captcha", "manual_listing", "manual_update"],
    ...["manual_end", "rights", "choose", "approve", "provide_data"],
  ),
  priority: z.number().int(),
  title: z.string(),
  description: z.string(),
  prompt: z.string(),
  input_type: word("text", "url", "confirmation", "selection", "file", "secret"),
  input_options: z.array(z.object({ value: z.string(), label: z.string(), help: z.string().optional() })),
  context: z.record(z.string(), z.unknown()),
  status: word(...actionStatuses),
  user_response: z.string().nullable().meta({ description: "Null for secrets." }),
  created_at: moment,
  expires_at: moment.nullable(),
  platform_id: z.number().int().nullable(),
  listing_id: z.number().int().nullable(),
  manual_id: z.number().int().nullable(),
});

const reply = z.strictObject({ message: z.string(), action_id: z.number().int() });
const path = "/api/passive-income/actions";

export const listActionsOperation = operation({
  method: "GET",
  path,
  summary: "What only a person can do; pending ones by urgency",
  access: "member",
  query: z.strictObject({ ...pageQuery, status: z.enum([...actionStatuses, "all"]).default("pending") }),
  answer: z.array(actionSchema),
  paged: true,
  status: 200,
  errors: [400],
});

export const getActionOperation = operation({
  method: "GET",
  path: `${path}/{id}`,
  summary: "One action",
  access: "member",
  params: idParams,
  answer: actionSchema,
  status: 200,
  errors: [400, 404],
});

const resolve = {
  method: "POST",
  path: `${path}/{id}/resolve`,
  summary: "Answer an action; the agent goes on by itself. The same answer again changes nothing",
  access: "member",
  params: idParams,
  answer: reply,
  status: 200,
  errors: [400, 404, 409, 422],
} as const;

export const resolveOperation = operation({
  ...resolve,
  body: z.strictObject({ response: z.union([z.string(), z.boolean(), z.number()]) }),
});

/** The same address takes a form when the action asks for a file. */
export const resolveWithFileOperation = operation({
  ...resolve,
  body: z.strictObject({}),
  filePart: "response",
});

export const cancelActionOperation = operation({
  method: "POST",
  path: `${path}/{id}/cancel`,
  summary: "Leave an action undone: what waits for it is paused",
  access: "member",
  params: idParams,
  answer: reply,
  status: 200,
  errors: [400, 404, 409],
});

export const reopenOperation = operation({
  method: "POST",
  path: `${path}/{id}/reopen`,
  summary: "Ask again what was cancelled or ran out",
  access: "member",
  params: idParams,
  answer: reply,
  status: 200,
  errors: [400, 404, 409],
});

export function actionJson(row: ActionRow): z.infer<typeof actionSchema> {
  return {
    id: row.id,
    action_type: row.actionType,
    priority: row.priority,
    title: row.title,
    description: row.description,
    prompt: row.prompt,
    input_type: row.inputType,
    input_options: row.inputOptions,
    context: row.context,
    status: row.status,
    user_response: row.userResponse,
    created_at: row.createdAt.toISOString(),
    expires_at: row.expiresAt?.toISOString() ?? null,
    platform_id: row.platformId,
    listing_id: row.listingId,
    manual_id: row.manualId,
  };
}
