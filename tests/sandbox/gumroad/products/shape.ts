import { categoryById, categoryByPath } from "@/tests/sandbox/gumroad/categories";
import type { Call } from "@/tests/sandbox/gumroad/context";
import { integer, isObject, isPresent, type Params, text } from "@/tests/sandbox/gumroad/params";

const LARGEST = 2_147_483_647;
const PERIODS = ["inherit", "none", "7", "14", "30", "183"];

/** The legacy upload fields, refused before anything else. */
export function refuseLegacyUpload(params: Params, route: string): string | null {
  const field = ["file", "preview", "thumbnail"].find((name) => isPresent(params[name]));
  if (field === undefined) return null;
  const guidance: Record<string, string> = {
    file: "Upload files with the presign flow (POST /v2/files/presign, upload parts to the returned S3 URLs, then POST /v2/files/complete), then attach them by including the returned URLs in files[][url].",
    preview: "Use POST /v2/products/:id/covers with a url or signed_blob_id to add a cover.",
    thumbnail: "Use POST /v2/products/:id/thumbnail with a signed_blob_id to set the thumbnail.",
  };
  return `'${field}' is not an accepted parameter on ${route}. ${guidance[field]}`;
}

/** The taxonomy id that `category` or `taxonomy_id` means; undefined when neither was sent. */
export function resolveCategory(params: Params): { id: number | undefined } | { error: string } {
  const { category, taxonomy_id: taxonomy } = params;
  if (isObject(category) || Array.isArray(category)) return { error: "category must be a scalar value." };
  if (isPresent(category)) {
    if (isPresent(taxonomy)) return { error: "Specify either category or taxonomy_id, not both." };
    const found = categoryByPath(text(category));
    return found === undefined ? { error: "Invalid category." } : { id: found.id };
  }
  if (!isPresent(taxonomy)) return { id: undefined };
  if (isObject(taxonomy) || Array.isArray(taxonomy)) return { error: "taxonomy_id must be a scalar value." };
  const id = integer(taxonomy) ?? 0;
  if (Math.abs(id) > LARGEST) return { error: "One or more numeric values are out of range." };
  return categoryById(id) === undefined ? { error: "Invalid taxonomy_id." } : { id };
}

export function refuseTagsShape(params: Params): string | null {
  if (!("tags" in params)) return null;
  const good = Array.isArray(params.tags) && params.tags.every((tag) => typeof tag === "string");
  return good ? null : "tags must be an array of strings.";
}

export function refuseRefundPolicy(call: Call): string | null {
  const { params } = call;
  if (!("refund_period" in params) && !("refund_fine_print" in params)) return null;
  if (call.books.switches.account_refund_policy) {
    return "Product-level refund policies are not available for this account; the account-level refund policy applies to all products. Use PUT /v2/refund_policy instead.";
  }
  const period = params.refund_period;
  if (period !== undefined && !(typeof period === "string" && PERIODS.includes(period))) {
    return `refund_period must be one of: ${PERIODS.join(", ")}.`;
  }
  return null;
}

export function refuseContentShape(params: Params): string | null {
  if (!("rich_content" in params)) return null;
  const pages = params.rich_content;
  if (!Array.isArray(pages) || !pages.every(isObject)) {
    return "rich_content must be an array of content page objects.";
  }
  for (const page of pages) {
    const description: unknown = page.description;
    if (!isPresent(description)) continue;
    if (!isObject(description) && !Array.isArray(description)) {
      return "Each rich_content page description must be a JSON object or array.";
    }
    const nodes: unknown = isObject(description) ? description.content : description;
    if (isPresent(nodes) && !Array.isArray(nodes))
      return "rich_content description content must be an array.";
    if (Array.isArray(nodes) && !nodes.every(isObject)) {
      return "Each rich_content content node must be a JSON object.";
    }
  }
  return null;
}

/** The `files` parameter as objects, or null when it is not an array of objects. */
export function fileEntries(params: Params): Params[] | null {
  const { files } = params;
  return Array.isArray(files) && files.every(isObject) ? files : null;
}

/** Integers wider than the column. `max_purchase_count` is clamped instead, the price has its own words. */
export function refuseOverflow(params: Params): string | null {
  const value = integer(params.suggested_price_cents) ?? 0;
  return Math.abs(value) > LARGEST ? "One or more numeric values are out of range." : null;
}
