import { timingSafeEqual } from "node:crypto";
import { z } from "zod";
import type { SandboxAnswer, SandboxRequest } from "@/tests/sandbox/kit/types";
import { nextCouponId } from "@/tests/sandbox/payhip/ids";
import type { Coupon } from "@/tests/sandbox/payhip/rows";
import type { World } from "@/tests/sandbox/payhip/world";

/** Payhip does not tell its page size. */
const PER_PAGE = 10;

const text = z.string().nullable().default(null);
const count = z.coerce.number().int().nonnegative().nullable().default(null);

const newSchema = z.object({
  code: z.string({ error: "code is required" }).min(1),
  coupon_type: z.enum(["single", "multi", "collection"]).default("multi"),
  percent_off: z.coerce.number().min(0).max(100).nullable().default(null),
  amount_off: count,
  product_key: text,
  collection_id: text,
  minimum_purchase_amount: count,
  usage_limit: count,
  start_date: text,
  end_date: text,
  notes: text,
});

/** `/api/v2/coupons` and `/api/v2/coupons/{id}`, with the account's key. Error bodies are a guess. */
export function coupons(world: World, request: SandboxRequest, id: string | undefined): SandboxAnswer {
  if (!hasKey(world, request)) return refuse(401, "Unauthorized");
  if (request.method === "GET") return id === undefined ? list(world, request) : show(world, id);
  if (request.method === "POST" && id === undefined) return create(world, request);
  return refuse(404, "Not Found");
}

function hasKey(world: World, request: SandboxRequest): boolean {
  const given = Buffer.from(request.headers["payhip-api-key"] ?? "");
  const own = Buffer.from(world.account().api_key);
  return given.length === own.length && timingSafeEqual(given, own);
}

function list(world: World, request: SandboxRequest): SandboxAnswer {
  const number = z.coerce.number().int().positive().catch(1).parse(request.query.get("page"));
  const from = (number - 1) * PER_PAGE;
  return { status: 200, body: { data: world.coupons.all().slice(from, from + PER_PAGE) } };
}

function show(world: World, id: string): SandboxAnswer {
  const coupon = world.coupons.get(id);
  return coupon === undefined ? refuse(404, "Not Found") : { status: 200, body: { data: coupon } };
}

function create(world: World, request: SandboxRequest): SandboxAnswer {
  const wanted = newSchema.safeParse(readFields(request));
  if (!wanted.success) return refuse(400, wanted.error.issues[0]?.message ?? "Bad Request");
  const { percent_off, amount_off, coupon_type, product_key } = wanted.data;
  if ((percent_off === null) === (amount_off === null)) {
    return refuse(400, "exactly one of percent_off and amount_off is required");
  }
  if (coupon_type === "single" && world.products.get(product_key ?? "") === undefined) {
    return refuse(400, "a single coupon needs the product_key of a product");
  }
  const coupon: Coupon = { id: nextCouponId(world.books), ...wanted.data, usage_count: 0 };
  world.coupons.put(coupon.id, coupon);
  return { status: 200, body: { data: coupon } };
}

/** JSON or form-encoded; what is empty or null counts as not sent, what is unreadable as nothing. */
function readFields(request: SandboxRequest): Record<string, unknown> {
  const body = request.body.toString("utf8");
  const isJson = request.headers["content-type"]?.startsWith("application/json") === true;
  const sent = isJson ? parseJson(body) : Object.fromEntries(new URLSearchParams(body));
  return Object.fromEntries(Object.entries(sent).filter(([, value]) => value !== "" && value !== null));
}

function parseJson(body: string): Record<string, unknown> {
  try {
    return z.record(z.string(), z.unknown()).catch({}).parse(JSON.parse(body));
  } catch {
    return {};
  }
}

function refuse(status: number, message: string): SandboxAnswer {
  return { status, body: { error: { message } } };
}
