import { z } from "zod";
import { settingsPatch, settingsSchema } from "../settings";
import { passwordSchema } from "../users/password";
import { operation } from "./operation";
import { platformSchema } from "./platforms";
import { revenueSchema } from "./revenue";

export const getSettingsOperation = operation({
  method: "GET",
  path: "/api/passive-income/settings",
  summary: "The settings of the workspace",
  access: "member",
  answer: settingsSchema,
  status: 200,
  errors: [],
});

export const changeSettingsOperation = operation({
  method: "PATCH",
  path: "/api/passive-income/settings",
  summary: "Change some settings",
  access: "member",
  body: settingsPatch,
  answer: settingsSchema,
  status: 200,
  errors: [400, 422],
});

export const openApiOperation = operation({
  method: "GET",
  path: "/api/passive-income/openapi.json",
  summary: "This document",
  access: "member",
  answer: z.record(z.string(), z.unknown()),
  status: 200,
  errors: [],
});

export const statsOperation = operation({
  method: "GET",
  path: "/api/passive-income/stats",
  summary: "The whole dashboard: platforms, open actions, revenue of the last 30 days",
  access: "member",
  answer: z.strictObject({
    platforms: z.strictObject({
      total_platforms: z.number().int(),
      active_platforms: z.number().int(),
      total_listings: z.number().int(),
      total_revenue: z.number().meta({ description: "Net of all time, in `currency` only." }),
      currency: z.string(),
      platforms: z.array(platformSchema),
    }),
    pending_actions: z.number().int(),
    revenue: revenueSchema,
  }),
  status: 200,
  errors: [],
});

/** Whatever the API does not have; not in the document. */
export const nowhereOperation = operation({
  method: "GET",
  path: "/api/passive-income/{...rest}",
  summary: "No such address",
  access: "member",
  answer: null,
  status: 200,
  errors: [404],
});

export const healthOperation = operation({
  method: "GET",
  path: "/api/health",
  summary: "Whether the server can serve: the database answers",
  access: "anyone",
  answer: z.strictObject({ status: z.literal("ok"), time: z.iso.datetime() }),
  status: 200,
  errors: [503],
});

export const signInLinkOperation = operation({
  method: "POST",
  path: "/api/sign-in-link",
  summary: "Use a sign-in link: set the owner's e-mail and password",
  access: "anyone",
  body: z.strictObject({
    token: z.string().min(1).max(200),
    email: z.string().trim().toLowerCase().max(320).pipe(z.email("is not an e-mail address")),
    name: z.string().trim().min(1).max(100).optional(),
    password: passwordSchema,
  }),
  answer: z.strictObject({ message: z.string() }),
  status: 200,
  errors: [400, 409, 422],
});
