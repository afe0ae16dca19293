import { type Answer, badRequest, ok } from "@/tests/sandbox/gumroad/answers";
import type { Call } from "@/tests/sandbox/gumroad/context";
import { orderId } from "@/tests/sandbox/gumroad/ids";
import { isPresent, text } from "@/tests/sandbox/gumroad/params";

const PAGE = 10;

interface Row {
  number: number;
  created_at: string;
}

/**
 * One page of ten, newest first. `next_page_key` and `next_page_url` only when there is more;
 * the address is relative and keeps the query but not the token.
 */
export function page<R extends Row>(
  call: Call,
  noun: string,
  rows: R[],
  view: (row: R) => object,
  first: object[] = [],
): Answer {
  const sorted = rows.toSorted((left, right) => compare(right, left));
  const key = text(call.params.page_key);
  const last = isPresent(key) ? decode(key) : undefined;
  if (last === null) return badRequest("Invalid page_key.");
  const after = last === undefined ? sorted : sorted.filter((row) => isAfter(row, last));
  const shown = after.slice(0, PAGE - first.length);
  const more = after.length > shown.length ? shown[shown.length - 1] : undefined;
  return ok({ [noun]: [...first, ...shown.map(view)], ...(more === undefined ? {} : next(call, more)) });
}

/** A day as YYYY-MM-DD to milliseconds at 00:00 UTC; undefined when absent, the answer when it is not one. */
export function readDay(call: Call, field: string): number | undefined | Answer {
  if (!(field in call.params)) return undefined;
  const day = text(call.params[field]);
  const time = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  const real = !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
  return real
    ? time
    : badRequest(`Invalid date format provided in field '${field}'. Dates must be in the format YYYY-MM-DD.`);
}

function next(call: Call, row: Row): object {
  const key = `${row.created_at.replace(/[-:TZ]/g, "")}000000-${orderId(row.number)}`;
  const query = new URLSearchParams(call.query);
  for (const name of ["access_token", "page", "page_key"]) query.delete(name);
  query.set("page_key", key);
  return { next_page_key: key, next_page_url: `${call.path}?${query}` };
}

function compare(left: Row, right: Row): number {
  return left.created_at < right.created_at
    ? -1
    : left.created_at > right.created_at
      ? 1
      : left.number - right.number;
}

interface Place {
  digits: string;
  order: number;
}

function decode(key: string): Place | null {
  const found = /^(\d{14})\d{6}-(\d+)$/.exec(key);
  if (found?.[1] === undefined || Number(found[2]) === 0) return null;
  return { digits: found[1], order: Number(found[2]) };
}

/** Rows older than the place; rows of the same second after it, by their real number. */
function isAfter(row: Row, place: Place): boolean {
  const digits = row.created_at.replace(/[-:TZ]/g, "");
  if (digits !== place.digits) return digits < place.digits;
  return row.number < numberOfOrder(place.order);
}

/** Undoes `orderId`: the inverse of its factor modulo 2^30. */
function numberOfOrder(order: number): number {
  return Number((BigInt(order) * inverse) % modulus);
}

const modulus = 2n ** 30n;
const inverse = inverseOf(741_103_597n);

/** Newton's iteration: exact for an odd factor modulo a power of two. */
function inverseOf(factor: bigint): bigint {
  let guess = 1n;
  for (let step = 0; step < 6; step += 1) guess = (guess * (2n - factor * guess)) % modulus;
  return ((guess % modulus) + modulus) % modulus;
}
