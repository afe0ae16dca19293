import { z } from "zod";
import { type PageInput, readCursor, writeCursor } from "@/db/queries/cursor";
import type { PlatformRow } from "@/db/queries/platforms";
import { toMajor } from "../money";
import { webhookPath } from "../revenue/webhook-path";
import { idParams, moment, operation, pageQuery, word } from "./operation";

const credentialStatus = word("not_configured", "pending", "verified", "error");

export const platformSchema = z.strictObject({
  id: z.number().int(),
  name: z.string(),
  display_name: z.string(),
  platform_type: z.string(),
  is_active: z.boolean(),
  is_free: z.boolean(),
  supports_api_listing: z.boolean(),
  supports_digital_downloads: z.boolean(),
  credentials_status: credentialStatus,
  credential_fields: z.array(
    z.strictObject({ name: z.string(), set: z.boolean(), last4: z.string().nullable() }),
  ),
  listing_count: z.number().int(),
  total_revenue: z.number(),
  currency: z.string(),
  sync_status: word("never_synced", "syncing", "synced", "error"),
  last_sync: moment.nullable(),
  sync_error: z.string().nullable(),
  webhook_url: z
    .string()
    .nullable()
    .meta({ description: "For the owner: where this platform reports sales. Null where it reports none." }),
});

const message = z.strictObject({ message: z.string() });
const path = "/api/passive-income/platforms";

export const listPlatformsOperation = operation({
  method: "GET",
  path,
  summary: "All platforms, with our connection to each",
  access: "member",
  query: z.strictObject(pageQuery),
  answer: z.array(platformSchema),
  paged: true,
  status: 200,
  errors: [400],
});

export const configureOperation = operation({
  method: "POST",
  path: `${path}/{id}/configure`,
  summary: "Give credentials: merged into what is stored (null clears), checked by a call, encrypted",
  access: "member",
  params: idParams,
  body: z.record(z.string(), z.union([z.string().max(10_000), z.number(), z.null()])),
  answer: z.strictObject({ message: z.string(), status: credentialStatus, error: z.string().nullable() }),
  status: 200,
  errors: [400, 404, 409, 422],
});

export const activateOperation = operation({
  method: "POST",
  path: `${path}/{id}/activate`,
  summary: "Switch a platform on: every processed manual is listed there",
  access: "member",
  params: idParams,
  answer: message,
  status: 200,
  errors: [400, 404],
});

export const deactivateOperation = operation({
  method: "POST",
  path: `${path}/{id}/deactivate`,
  summary: "Switch a platform off: nothing is made or changed there; live listings stay live",
  access: "member",
  params: idParams,
  answer: message,
  status: 200,
  errors: [400, 404],
});

export const syncOperation = operation({
  method: "POST",
  path: `${path}/{id}/sync`,
  summary: "Read the sales of a platform now, one bounded batch of at most 10 seconds",
  access: "member",
  params: idParams,
  answer: z.strictObject({ message: z.string(), last_sync: moment.nullable(), more: z.boolean() }),
  status: 200,
  errors: [400, 404, 409],
});

/** @param appUrl for the owner: the address of this server; null hides what only an owner may see. */
export function platformJson(row: PlatformRow, appUrl: string | null): z.infer<typeof platformSchema> {
  return {
    id: row.id,
    name: row.name,
    display_name: row.displayName,
    platform_type: row.platformType,
    is_active: row.isActive,
    is_free: row.isFree,
    supports_api_listing: row.supportsApiListing,
    supports_digital_downloads: row.supportsDigitalDownloads,
    credentials_status: row.credentialsStatus,
    credential_fields: row.credentialFields.map(({ name, set, last4 }) => ({ name, set, last4 })),
    listing_count: row.listingCount,
    total_revenue: toMajor({ amount: row.totalRevenue, currency: row.currency }),
    currency: row.currency,
    sync_status: row.syncStatus,
    last_sync: row.lastSync?.toISOString() ?? null,
    sync_error: row.syncError,
    webhook_url: appUrl && row.webhookSetUp ? appUrl + webhookPath(row.name, row.webhookToken) : null,
  };
}

/** A page of a list that is short enough to be read whole; its order does not change. */
export function pageOfAll<Row extends { id: number }>(rows: Row[], { limit, cursor }: PageInput) {
  const last = cursor === undefined ? undefined : readCursor(cursor, 1)[0];
  const from = last === undefined ? 0 : rows.findIndex(({ id }) => id === last) + 1;
  const page = rows.slice(from, from + limit);
  const end = page.at(-1);
  return { rows: page, next: end && from + limit < rows.length ? writeCursor([end.id]) : null };
}
