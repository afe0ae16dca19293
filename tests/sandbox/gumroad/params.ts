export type Params = Record<string, unknown>;

/** Query and body in one bag, the body winning, as Rails has it. Unreadable JSON counts as null. */
export function readParams(query: URLSearchParams, contentType: string, body: Buffer): Params | null {
  const params = readForm(query);
  if (body.length === 0) return params;
  if (contentType.includes("json")) {
    const json = readJson(body);
    return json === null ? null : { ...params, ...json };
  }
  if (contentType.includes("x-www-form-urlencoded")) {
    return { ...params, ...readForm(new URLSearchParams(body.toString())) };
  }
  return params;
}

export function isObject(value: unknown): value is Params {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Rails' `present?`: false for null, "", blanks, [] and {}. */
export function isPresent(value: unknown): boolean {
  if (value === undefined || value === null || value === false) return false;
  if (typeof value === "string") return value.trim() !== "";
  if (Array.isArray(value)) return value.length > 0;
  if (isObject(value)) return Object.keys(value).length > 0;
  return true;
}

/** A scalar as text; "" when it is missing or not a scalar. */
export function text(value: unknown): string {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? `${value}`
    : "";
}

/** Text, or null when it is missing or not a scalar. */
export function textOrNull(value: unknown): string | null {
  return value === undefined || value === null ? null : text(value);
}

/** Rails' integer cast: "9.99" is 9, 9.99 is 9, "abc" is 0, blank is null. */
export function integer(value: unknown): number | null {
  if (typeof value === "number") return Math.trunc(value);
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value !== "string" || value.trim() === "") return null;
  const digits = /^\s*([+-]?\d+)/.exec(value)?.[1];
  return digits === undefined ? 0 : Number(digits);
}

/** Rails' boolean cast; null stays null. */
export function flag(value: unknown): boolean | null {
  if (value === undefined || value === null || value === "") return null;
  return ![false, 0, "0", "f", "F", "false", "FALSE", "off", "OFF"].some((no) => no === value);
}

/** The address as a URL, or null when it is not one. */
export function parseUrl(address: string): URL | null {
  return URL.canParse(address) ? new URL(address) : null;
}

function readJson(body: Buffer): Params | null {
  try {
    const json: unknown = JSON.parse(body.toString());
    return isObject(json) ? json : {};
  } catch {
    return null;
  }
}

/** `a=1`, `a[]=1`, `a[b]=1`, `a[][b]=1`; numbers in brackets become keys of an object, as in Rails. */
function readForm(pairs: URLSearchParams): Params {
  const params: Params = {};
  for (const [name, value] of pairs) {
    const first = /^([^[]+)/.exec(name)?.[1];
    if (first === undefined) continue;
    const rest = [...name.matchAll(/\[([^\]]*)\]/g)].map((match) => match[1] ?? "");
    put(params, first, rest, value);
  }
  return params;
}

function put(into: Params, key: string, rest: string[], value: string): void {
  const [next, ...after] = rest;
  if (next === undefined) {
    into[key] = value;
  } else if (next === "") {
    const present = into[key];
    const list: unknown[] = Array.isArray(present) ? present : [];
    into[key] = list;
    putInList(list, after, value);
  } else {
    const present = into[key];
    const child: Params = isObject(present) ? present : {};
    into[key] = child;
    put(child, next, after, value);
  }
}

function putInList(list: unknown[], path: string[], value: string): void {
  const [key, ...after] = path;
  if (key === undefined || key === "") {
    list.push(value);
    return;
  }
  const last = list[list.length - 1];
  const open: Params = isObject(last) && !(key in last && after.length === 0) ? last : {};
  if (open !== last) list.push(open);
  put(open, key, after, value);
}
