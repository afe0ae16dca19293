import { Refused } from "@/tests/sandbox/qstash/refused";
import type { Flow } from "@/tests/sandbox/qstash/rows";

const UNITS: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const KEY = /^[\w.-]{1,200}$/;

/** `30s`, `1m30s`, `2d` in milliseconds. @throws Refused. */
export function duration(text: string, header: string): number {
  const parts = [...text.matchAll(/(\d+)([smhd])/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join("") !== text)
    throw new Refused(400, `${header}: invalid duration ${text}`);
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * (UNITS[unit ?? ""] ?? 0), 0);
}

/** A whole number that is not negative. @throws Refused. */
export function whole(text: string, header: string): number {
  if (!/^\d{1,12}$/.test(text)) throw new Refused(400, `${header}: invalid number ${text}`);
  return Number(text);
}

/** `parallelism=1, rate=20, period=1m` of a key; null without one: https://upstash.com/docs/qstash/features/flowcontrol */
export function flowOf(headers: Record<string, string>): Flow | null {
  const key = headers["upstash-flow-control-key"];
  const value = headers["upstash-flow-control-value"];
  if (key === undefined && value === undefined) return null;
  if (key === undefined || !KEY.test(key)) throw new Refused(400, `invalid flow control key ${key}`);
  const flow: Flow = { key, parallelism: null, rate: null, period_ms: 1_000 };
  for (const part of (value ?? "").split(",")) {
    const [name, given = ""] = part.trim().toLowerCase().split("=");
    if (name === "parallelism") flow.parallelism = whole(given, "parallelism");
    else if (name === "rate") flow.rate = whole(given, "rate");
    else if (name === "period")
      flow.period_ms = /^\d+$/.test(given) ? Number(given) * 1_000 : duration(given, "period");
    else throw new Refused(400, `invalid flow control value ${value}`);
  }
  if (!flow.parallelism && !flow.rate) throw new Refused(400, `invalid flow control value ${value}`);
  return flow;
}

/** What the receiver gets: `Upstash-Forward-*` without the prefix, and the content type. */
export function forwarded(headers: Record<string, string>): Record<string, string> {
  const prefix = "upstash-forward-";
  const kept = Object.entries(headers).flatMap(([name, value]) =>
    name.startsWith(prefix) ? [[name.slice(prefix.length), value] as const] : [],
  );
  const type = headers["content-type"];
  return { ...Object.fromEntries(kept), ...(type === undefined ? {} : { "content-type": type }) };
}
