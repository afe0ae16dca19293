import { Interrupted, PlatformError } from "../errors";
import type { Fetch } from "../http";
import type { Account, Credentials, Platform, Session } from "../platforms/platform";
import type { Storage } from "../storage";
import { slackMs, type Timing, uploadMs } from "../timing";

/** The outside world of the agent, passed in. */
export interface World {
  fetch: Fetch;
  now(): Date;
  /** [0, 1), seeded in tests. */
  random(): number;
  sleep(ms: number): Promise<void>;
}

/** Thrown before a call that could not end in time. The listing is given back at once and counts nothing. */
export class OutOfTime extends Interrupted {
  override readonly name = "OutOfTime";
}

export interface SessionInput {
  platform: Platform;
  world: World;
  timing: Timing;
  storage: Storage;
  origin: string;
  tokenUrl: string | null;
  credentials: Credentials;
  account: Account | null;
  sawLimits?: Session["sawLimits"];
  /** Called before each call with its longest duration: waits its turn, or throws. */
  before?: (worstMs: number) => Promise<void>;
}

/** A session for an adapter: addresses are checked, calls wait for their turn. */
export function openSession(input: SessionInput): Session {
  const { platform, world, timing, storage } = input;
  const mayCall = hostRule(platform, input.origin, input.tokenUrl);
  return {
    async fetch(url, init) {
      if (!mayCall(url))
        throw new PlatformError(
          "unexpected",
          `${platform.displayName} named an address that is not its own.`,
        );
      if (!input.before) return world.fetch(url, init);
      const worst = worstOf(timing, init);
      await input.before(worst);
      // The time limit begins when the call does, not while it waits for its turn.
      return world.fetch(url, { ...init, signal: AbortSignal.timeout(worst - slackMs(timing)) });
    },
    now: world.now,
    random: world.random,
    origin: input.origin,
    tokenUrl: input.tokenUrl,
    credentials: input.credentials,
    account: input.account,
    timing: {
      readMs: timing.readMs,
      createMs: timing.createMs,
      uploadMs: (bytes) => uploadMs(timing, bytes),
    },
    async open(file) {
      try {
        return await storage.open(file.key);
      } catch (cause) {
        throw new PlatformError(
          "refused",
          "The file is missing from our storage. Give it again.",
          { field: "file" },
          { cause },
        );
      }
    },
    sawLimits: input.sawLimits ?? (() => {}),
  };
}

/**
 * Which addresses a platform may be called at: its own https hosts, the origin and token address that the
 * operator named, and this machine only when the origin itself is on this machine.
 */
export function hostRule(
  platform: Platform,
  origin: string,
  tokenUrl: string | null,
): (url: string) => boolean {
  const local = isLocal(new URL(origin));
  const named = new Set([new URL(origin).origin, ...(tokenUrl ? [new URL(tokenUrl).origin] : [])]);
  return (text) => {
    const url = new URL(text);
    if (url.username || url.password) return false;
    if (named.has(url.origin)) return true;
    if (local) return isLocal(url);
    return (
      url.protocol === "https:" &&
      url.port === "" &&
      platform.hosts.some((host) => matches(url.hostname, host))
    );
  };
}

function matches(hostname: string, host: string): boolean {
  return host.startsWith("*.") ? hostname.endsWith(host.slice(1)) : hostname === host;
}

function isLocal({ hostname }: URL): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d+){3}$/.test(hostname);
}

function worstOf(timing: Timing, { method = "GET", body }: RequestInit): number {
  if (method === "GET") return timing.readMs + slackMs(timing);
  const size = body instanceof Blob ? body.size : body instanceof FormData ? formSize(body) : 0;
  return Math.max(timing.createMs, size > 0 ? uploadMs(timing, size) : 0) + slackMs(timing);
}

function formSize(form: FormData): number {
  let size = 0;
  for (const [, value] of form) size += typeof value === "string" ? value.length : value.size;
  return size;
}
