import { z } from "zod";
import { type ListingRow, listingStatuses } from "@/db/queries/listings";
import { toMajor } from "../money";
import { idParam, idParams, moment, operation, pageQuery, word } from "./operation";

const listingSchema = z.strictObject({
  id: z.number().int(),
  manual_id: z.number().int(),
  platform_id: z.number().int(),
  title: z.string().meta({ description: "What the platform shows." }),
  seo_title: z.string().nullable().meta({ description: "The latest proposal." }),
  description: z.string().nullable(),
  tags: z.array(z.string()),
  price: z.number().nullable(),
  currency: z.string().nullable(),
  status: word(...listingStatuses),
  platform_listing_id: z.string().nullable(),
  platform_url: z.string().nullable(),
  views: z.number().int().nullable(),
  favorites: z.number().int().nullable(),
  sales: z.number().int(),
  revenue: z.number().meta({ description: "Net, in `revenue_currency`." }),
  revenue_currency: z.string().nullable(),
  error_message: z.string().nullable(),
  retry_count: z.number().int(),
  next_attempt_at: moment.nullable(),
  created_at: moment,
  listed_at: moment.nullable(),
});

const path = "/api/passive-income/listings";

export const listListingsOperation = operation({
  method: "GET",
  path,
  summary: "Listings on all platforms, newest first",
  access: "member",
  query: z.strictObject({
    ...pageQuery,
    status: z.enum(listingStatuses).optional(),
    platform_id: idParam.optional(),
    manual_id: idParam.optional(),
    q: z
      .string()
      .trim()
      .max(200)
      .optional()
      .meta({ description: "Part of a title, a tag, or the platform's id." }),
  }),
  answer: z.array(listingSchema),
  paged: true,
  status: 200,
  errors: [400],
});

export const retryListingOperation = operation({
  method: "POST",
  path: `${path}/{id}/retry`,
  summary: "Try a listing again that failed, needs a person or is paused",
  access: "member",
  params: idParams,
  answer: z.strictObject({ message: z.string(), listing_id: z.number().int() }),
  status: 200,
  errors: [400, 404],
});

export const listingFileOperation = operation({
  method: "GET",
  path: `${path}/{id}/files/{index}`,
  summary: "A file of a listing as the platform gets it: 0 is the PDF, the pictures follow",
  access: "member",
  params: z.object({
    id: idParam,
    index: z
      .string()
      .regex(/^\d{1,2}$/, "is not a number")
      .transform(Number),
  }),
  answer: null,
  media: "application/octet-stream",
  status: 200,
  errors: [400, 404],
});

export function listingJson(row: ListingRow): z.infer<typeof listingSchema> {
  const currency = row.currency ?? "USD"; // without one there is no price and no revenue yet
  return {
    id: row.id,
    manual_id: row.manualId,
    platform_id: row.platformId,
    title: row.title,
    seo_title: row.seoTitle,
    description: row.description,
    tags: row.tags,
    price: row.price === null ? null : toMajor({ amount: row.price, currency }),
    currency: row.currency,
    status: row.status,
    platform_listing_id: row.platformListingId,
    platform_url: row.platformUrl,
    views: row.views,
    favorites: row.favorites,
    sales: row.sales,
    revenue: toMajor({ amount: row.revenue, currency: row.revenueCurrency ?? currency }),
    revenue_currency: row.revenueCurrency,
    error_message: row.errorMessage,
    retry_count: row.retryCount,
    next_attempt_at: row.nextAttemptAt?.toISOString() ?? null,
    created_at: row.createdAt.toISOString(),
    listed_at: row.listedAt?.toISOString() ?? null,
  };
}
