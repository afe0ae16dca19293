import { refuse } from "@/tests/sandbox/etsy/answers";
import { type Call, queryInt } from "@/tests/sandbox/etsy/call";
import { OFFSET_MAX, PAGE_MAX } from "@/tests/sandbox/etsy/limits";

const PAGE_DEFAULT = 25;

/** `limit` 1-100 (default 25) and `offset` up to 12,000; the texts of the refusals are not known from Etsy. */
export function range(call: Call): { limit: number; offset: number } {
  const limit = queryInt(call, "limit") ?? PAGE_DEFAULT;
  const offset = queryInt(call, "offset") ?? 0;
  if (limit < 1 || limit > PAGE_MAX) throw refuse(400, `limit must be between 1 and ${PAGE_MAX}`);
  if (offset < 0 || offset > OFFSET_MAX) throw refuse(400, `offset must be between 0 and ${OFFSET_MAX}`);
  return { limit, offset };
}
