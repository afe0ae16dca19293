import { z } from "zod";
import type { ManualRow } from "@/db/queries/manuals";
import { manualStatuses } from "@/db/queries/manuals";
import { manualFields } from "../manuals/add";
import { manualPatch } from "../manuals/edit";
import { toMajor } from "../money";
import { idParam, idParams, moment, operation, pageQuery, word } from "./operation";

const manualSchema = z.strictObject({
  id: z.number().int(),
  title: z.string(),
  description: z.string(),
  tags: z.array(z.string()),
  status: word(...manualStatuses),
  error_message: z.string().nullable(),
  rights: word("own_work", "licence", "public_domain", "unverified"),
  rights_note: z.string().nullable(),
  price: z.number().nullable(),
  currency: z.string(),
  language: z.string().nullable(),
  page_count: z.number().int(),
  file_size: z.number().int(),
  sha256: z.string(),
  has_text: z.boolean().nullable(),
  cover_url: z.string().nullable(),
  preview_urls: z.array(z.string()),
  created_at: moment,
  processed_at: moment.nullable(),
});

const path = "/api/passive-income/manuals";

export const listManualsOperation = operation({
  method: "GET",
  path,
  summary: "Manuals, newest first",
  access: "member",
  query: z.strictObject(pageQuery),
  answer: z.array(manualSchema),
  paged: true,
  status: 200,
  errors: [400],
});

export const addManualOperation = operation({
  method: "POST",
  path,
  summary: "Upload a PDF; it is checked before the answer, and read at once after it",
  access: "member",
  filePart: "file",
  body: manualFields,
  answer: manualSchema,
  status: 201,
  errors: [400, 409, 422],
});

export const getManualOperation = operation({
  method: "GET",
  path: `${path}/{id}`,
  summary: "One manual",
  access: "member",
  params: idParams,
  answer: manualSchema,
  status: 200,
  errors: [400, 404],
});

export const changeManualOperation = operation({
  method: "PATCH",
  path: `${path}/{id}`,
  summary: "Change a manual's facts",
  access: "member",
  params: idParams,
  body: manualPatch,
  answer: manualSchema,
  status: 200,
  errors: [400, 404, 422],
});

export const manualImageOperation = operation({
  method: "GET",
  path: `${path}/{id}/images/{index}`,
  summary: "The cover (index 0) or a preview of a manual, as JPEG",
  access: "member",
  params: z.object({
    id: idParam,
    index: z
      .string()
      .regex(/^\d{1,2}$/, "is not a number from 0 to 99")
      .transform(Number)
      .pipe(z.number().int().min(0).max(99)),
  }),
  query: z.strictObject({ form: z.enum(["thumbnail", "etsy", "gumroad"]).default("thumbnail") }),
  answer: null,
  media: "image/jpeg",
  status: 200,
  errors: [400, 404],
});

export function manualJson(row: ManualRow): z.infer<typeof manualSchema> {
  return {
    id: row.id,
    title: row.title,
    description: row.description,
    tags: row.tags,
    status: row.status,
    error_message: row.errorMessage,
    rights: row.rights,
    rights_note: row.rightsNote,
    price: row.price === null ? null : toMajor({ amount: row.price, currency: row.currency }),
    currency: row.currency,
    language: row.language,
    page_count: row.pageCount,
    file_size: row.fileSize,
    sha256: row.sha256,
    has_text: row.hasText,
    cover_url: row.coverUrl,
    preview_urls: row.previewUrls,
    created_at: row.createdAt.toISOString(),
    processed_at: row.processedAt?.toISOString() ?? null,
  };
}
