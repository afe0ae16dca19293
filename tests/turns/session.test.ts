import { afterEach, describe, expect, it, vi } from "vitest";
import { hostRule, openSession, type SessionInput } from "@/lib/agent/session";
import { PlatformError } from "@/lib/errors";
import type { Platform } from "@/lib/platforms/platform";
import { facts as marketFacts } from "../simulation/market-facts";
import { timing } from "../simulation/settings";
import { plan } from "./one-turn";

const platform: Platform = { ...marketFacts, hosts: ["market.example", "files.example", "*.cdn.example"] };

/** A session, and what reached the network. */
function opened(change: Partial<SessionInput> = {}) {
  const sent: { url: string; init: RequestInit }[] = [];
  const session = openSession({
    platform,
    world: {
      fetch: async (url, init) => {
        sent.push({ url, init });
        return new Response();
      },
      now: () => new Date(0),
      random: () => 0.5,
      sleep: async () => {},
    },
    timing,
    storage: { open: async (key: string) => new Blob([key]) } as SessionInput["storage"],
    origin: platform.origin,
    tokenUrl: null,
    credentials: { api_token: "t" },
    account: null,
    ...change,
  });
  return { session, sent };
}

describe("which addresses a platform may be called at", () => {
  const own = hostRule(platform, "https://market.example", null);
  it.each([
    ["https://market.example/v1?x=1", true],
    ["https://files.example/a", true],
    ["https://a.files.example/a", false],
    ["https://files.cdn.example/a", true],
    ["https://a.b.cdn.example/a", true],
    ["https://cdn.example/a", false],
    ["https://evilcdn.example/a", false],
    ["https://market.example.evil.example/a", false],
    ["https://evil-market.example/a", false],
    ["http://market.example/a", false],
    ["http://files.cdn.example/a", false],
    ["https://files.cdn.example:8443/a", false],
    ["https://user@market.example/a", false],
    ["https://:secret@market.example/a", false],
    ["https://market.example@evil.example/a", false],
    ["http://localhost/a", false],
    ["http://127.0.0.1/a", false],
    ["http://[::1]/a", false],
  ])("its own: %s is %s", (url, allowed) => {
    expect(own(url)).toBe(allowed);
  });

  it.each(["http://127.0.0.1:4000", "http://localhost:4000", "http://[::1]:4000", "http://127.255.0.9:1"])(
    "on this machine (%s): only those on it",
    (origin) => {
      const local = hostRule(platform, origin, null);
      const answers = [
        origin,
        "http://127.0.0.1:5000",
        "http://127.12.13.255",
        "http://localhost",
        "http://[::1]:2",
        "https://market.example",
        "http://128.0.0.1",
        "http://127.0.0.1.evil.example",
        "http://a127.0.0.1.example",
        "http://localhost.example",
        "http://user@127.0.0.1",
      ].map((url) => local(`${url.replace(/\/$/, "")}/x`));
      expect(answers).toEqual([true, true, true, true, true, false, false, false, false, false, false]);
    },
  );

  it("one that the operator named: exactly that origin and the token address's", () => {
    const named = hostRule(platform, "http://proxy.example:81/base", "https://tokens.example/oauth");
    expect(
      [
        "http://proxy.example:81/x",
        "https://tokens.example/y",
        "http://proxy.example/x",
        "http://tokens.example/y",
        "https://files.cdn.example/a",
        "https://other.example",
      ].map(named),
    ).toEqual([true, true, false, false, true, false]);
  });

  it("any other is refused before it is called", async () => {
    const { session, sent } = opened();
    const failure = await session.fetch("https://evil.example/", {}).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(PlatformError);
    expect(failure).toMatchObject({
      kind: "unexpected",
      message: "Market named an address that is not its own.",
    });
    expect(sent).toEqual([]);
  });
});

describe("how long a call may last", () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });
  const form = (...parts: (string | Blob)[]) => {
    const made = new FormData();
    for (const part of parts) made.append("part", part);
    return made;
  };
  const bytes = (size: number) => new Blob([new Uint8Array(size)]);
  // Slack is 5 s; an upload has 30 s and its size at 256 kB a second.
  it.each<[string, RequestInit, number]>([
    ["a read", {}, 15_000],
    ["a named read", { method: "GET" }, 15_000],
    ["a read with a body", { method: "GET", body: bytes(25_600_000) }, 15_000],
    ["a write", { method: "POST" }, 65_000],
    ["a write of text", { method: "PUT", body: "x".repeat(25_600_000) }, 65_000],
    ["a small file", { method: "PUT", body: bytes(1) }, 65_000],
    ["a large file", { method: "PUT", body: bytes(25_600_000) }, 135_000],
    [
      "a form with a large file",
      { method: "POST", body: form(bytes(12_800_000), "x".repeat(12_800_000)) },
      135_000,
    ],
    ["an empty form", { method: "POST", body: form() }, 65_000],
  ])("%s", async (_name, init, worst) => {
    const limit = vi.spyOn(AbortSignal, "timeout");
    const asked: number[] = [];
    const { session, sent } = opened({
      before: async (ms) => {
        expect(limit).not.toHaveBeenCalled();
        asked.push(ms);
      },
    });
    await session.fetch("https://market.example/a", init);
    expect(asked).toEqual([worst]);
    expect(limit.mock.calls).toEqual([[worst - 5_000]]);
    expect(sent[0]?.init).toMatchObject(init);
    expect(sent[0]?.init.signal).toBe(limit.mock.results[0]?.value);
  });

  it("is the caller's own matter where nothing waits for its turn", async () => {
    const { session, sent } = opened();
    const init = { method: "POST" };
    await session.fetch("https://market.example/a", init);
    expect(sent[0]?.init).toBe(init);
  });

  it("does not matter when the turn was refused", async () => {
    const { session, sent } = opened({ before: () => Promise.reject(new Error("no time")) });
    await expect(session.fetch("https://market.example/a", {})).rejects.toThrow("no time");
    expect(sent).toEqual([]);
  });
});

describe("what an adapter finds in its session", () => {
  it("its clock, chance, addresses, account and times", () => {
    const account = { name: "a", currency: "USD", facts: {} };
    const { session } = opened({ tokenUrl: "https://tokens.example/oauth", account });
    expect([session.now(), session.random()]).toEqual([new Date(0), 0.5]);
    expect(session).toMatchObject({
      origin: "https://market.example",
      tokenUrl: "https://tokens.example/oauth",
      credentials: { api_token: "t" },
      account,
    });
    expect([session.timing.readMs, session.timing.createMs, session.timing.uploadMs(25_600_000)]).toEqual([
      10_000, 60_000, 130_000,
    ]);
    expect(session.sawLimits({ perSecond: 1 })).toBeUndefined();
  });

  it("our files, and a refusal that names the file when one is missing", async () => {
    const { session } = opened();
    expect(await (await session.open(plan.file)).text()).toBe("m");
    const cause = new Error("ENOENT");
    const missing = opened({ storage: { open: () => Promise.reject(cause) } as never });
    const failure = await missing.session.open(plan.file).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(PlatformError);
    expect(failure).toMatchObject({
      kind: "refused",
      message: "The file is missing from our storage. Give it again.",
      details: { field: "file" },
      cause,
    });
  });

  it("somebody who listens to the platform's limits, where there is one", () => {
    const heard: unknown[] = [];
    opened({ sawLimits: (seen) => heard.push(seen) }).session.sawLimits({ perDay: 5 });
    expect(heard).toEqual([{ perDay: 5 }]);
  });
});
