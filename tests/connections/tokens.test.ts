import { sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { freshAccess } from "@/lib/connections/access";
import { configure, recheck } from "@/lib/connections/configure";
import { PlatformError } from "@/lib/errors";
import { expectEtsyComplete, readCalls } from "../agent/books";
import { actions, cycle, openAction, openStage, runDry, type Stage } from "../agent/stage";
import { opener } from "../support/database";
import { credentialsOf } from "../support/markets";

const ETSY = 1;
const HOUR = 3_600_000;
const open = opener("pg");
let stage: Stage;
beforeEach(async () => {
  stage = await openStage(open, { platforms: ["etsy"] });
  await stage.markets.doors.etsy("DELETE", "calls");
});
afterEach(() => stage.close());

/** Both clocks, ours and Etsy's, so that the access token has run out. */
async function anHourLater(): Promise<void> {
  stage.skip(HOUR + 60_000);
  await stage.markets.doors.etsy("POST", "clock", { advance_ms: HOUR + 60_000 });
}

const refreshes = async () =>
  (await readCalls(stage, "etsy")).last.filter(({ path }) => path.endsWith("/oauth/token")).length;
const isRefresh = (url: string) => url.endsWith("/oauth/token");

describe("an access token that ran out", () => {
  it("is renewed once for ten callers of two servers, and all get the new one", async () => {
    await anHourLater();
    const second = { ...stage.app };
    const all = await Promise.all(
      Array.from({ length: 10 }, (_, n) => freshAccess(n % 2 ? second : stage.app, ETSY)),
    );
    expect(await refreshes()).toBe(1);
    expect(new Set(all.map(({ credentials }) => credentials.access_token)).size).toBe(1);
    const stored = await freshAccess(stage.app, ETSY);
    expect(stored.credentials).toEqual(all[0]?.credentials);
  });

  it("is stored before it is used: a server that dies between loses nothing", async () => {
    await anHourLater();
    const order: string[] = [];
    await stage.manual("Ordered");
    stage.onEvent = (event) => {
      if (/^update "platforms" set "credentials" =/.test(event)) order.push("stored");
      if (/^(GET|POST) .*\/v3\//.test(event)) order.push(isRefresh(event) ? "renewed" : "used");
    };
    await cycle(stage.app);
    stage.onEvent = null;
    expect(order.slice(0, 3)).toEqual(["renewed", "stored", "used"]);
  });

  it("a renewal that fails with 500 twice is no reason to ask; the next one goes through", async () => {
    await anHourLater();
    await stage.manual("Patient");
    await stage.markets.doors.etsy("POST", "set", { token_failures: 2 });
    const { problems } = await cycle(stage.app);
    expect([problems.length, await actions(stage.app)]).toEqual([1, []]);
    await runDry(stage);
    await expectEtsyComplete(stage, ["Patient"]);
    expect(await actions(stage.app)).toEqual([]);
  });

  it("a renewal whose answer is lost after Etsy spent the old token: one person is asked, once", async () => {
    await anHourLater();
    await stage.manual("Unlucky");
    let lost = 0;
    stage.network = (next) => async (url, init) => {
      const answer = await next(url, init);
      if (!isRefresh(url) || lost > 0) return answer;
      lost += 1;
      throw new TypeError("fetch failed");
    };
    await cycle(stage.app);
    await cycle(stage.app);
    expect(await openAction(stage.app)).toMatchObject({ type: "authentication" });
    await configure(stage.app, ETSY, await credentialsOf(stage.markets, "etsy"));
    await runDry(stage);
    await expectEtsyComplete(stage, ["Unlucky"]);
  });

  it("a refusal is forgotten when somebody stored new credentials meanwhile", async () => {
    await anHourLater();
    await stage.manual("Rotated");
    await stage.markets.doors.etsy("POST", "password-changed", {});
    const fresh = await credentialsOf(stage.markets, "etsy");
    const quiet = { ...stage.app, world: { ...stage.app.world, fetch: plain } };
    let changed = false;
    stage.network = (next) => async (url, init) => {
      const answer = await next(url, init);
      if (isRefresh(url) && !changed) {
        changed = true;
        expect((await configure(quiet, ETSY, fresh)).status).toBe("verified");
      }
      return answer;
    };
    await runDry(stage);
    await expectEtsyComplete(stage, ["Rotated"]);
    expect(await actions(stage.app)).toEqual([]);
  });

  it("without a known end that is refused is asked for, once", async () => {
    await stage.manual("Endless");
    const { access_token, ...rest } = await credentialsOf(stage.markets, "etsy");
    await configure(stage.app, ETSY, { ...rest, access_token: access_token ?? null, expires_at: null });
    await stage.markets.doors.etsy("POST", "password-changed", {});
    await anHourLater();
    await cycle(stage.app);
    await cycle(stage.app);
    expect(await openAction(stage.app)).toMatchObject({ type: "authentication" });
  });
});

describe("an access token that Etsy refuses before its time", () => {
  it("is renewed once by two workers that both met the refusal, and nobody is asked", async () => {
    for (const title of ["Left", "Right", "Middle"]) await stage.manual(title);
    let refused = 0;
    const old = (await freshAccess(stage.app, ETSY)).credentials.access_token;
    stage.network = (next) => async (url, init) => {
      const mine = new Headers(init.headers).get("authorization") === `Bearer ${old}`;
      if (!mine) return next(url, init);
      refused += 1;
      // The first refusal is told when the second worker has met it too.
      for (let waits = 0; refused < 2 && waits < 60; waits += 1)
        await new Promise((done) => setTimeout(done, 20));
      return new Response(JSON.stringify({ error: "invalid_token" }), { status: 401 });
    };
    await runDry(stage);
    expect(refused).toBeGreaterThanOrEqual(2);
    expect(await refreshes()).toBe(1);
    await expectEtsyComplete(stage, ["Left", "Right", "Middle"]);
    expect(await actions(stage.app)).toEqual([]);
  });

  it("waits while the renewal cannot be asked for", async () => {
    await stage.manual("Between");
    const old = (await freshAccess(stage.app, ETSY)).credentials.access_token;
    let down = true;
    stage.network = (next) => async (url, init) => {
      if (isRefresh(url) && down) throw new TypeError("fetch failed");
      const mine = new Headers(init.headers).get("authorization") === `Bearer ${old}`;
      return mine
        ? new Response(JSON.stringify({ error: "invalid_token" }), { status: 401 })
        : next(url, init);
    };
    await cycle(stage.app);
    expect(await actions(stage.app)).toEqual([]);
    down = false;
    await runDry(stage);
    await expectEtsyComplete(stage, ["Between"]);
    expect(await actions(stage.app)).toEqual([]);
  });
});

describe("credentials that a person gives", () => {
  it("wrong ones never replace working ones", async () => {
    const before = (await freshAccess(stage.app, ETSY)).credentials;
    expect((await configure(stage.app, ETSY, { access_token: "1.wrong" })).status).toBe("error");
    expect((await freshAccess(stage.app, ETSY)).credentials).toEqual(before);
    expect((await recheck(stage.app, ETSY)).status).toBe("verified");
  });

  it("a candidate that could not be checked and turns out wrong is dropped, not tried for ever", async () => {
    stage.network = () => async () => {
      throw new TypeError("fetch failed");
    };
    expect((await configure(stage.app, ETSY, { access_token: "1.wrong" })).status).toBe("pending");
    stage.network = (next) => next;
    await cycle(stage.app);
    await stage.markets.doors.etsy("DELETE", "calls");
    await cycle(stage.app);
    expect((await readCalls(stage, "etsy")).total).toBe(0);
    expect((await recheck(stage.app, ETSY)).status).toBe("verified");
  });

  it("a token that ran out is renewed, and the new one survives a death before the check", async () => {
    await anHourLater();
    const given = await credentialsOf(stage.markets, "etsy");
    await anHourLater();
    stage.network = (next) => async (url, init) => {
      if (!isRefresh(url)) throw new TypeError("fetch failed");
      return next(url, init);
    };
    expect((await configure(stage.app, ETSY, given)).status).toBe("pending");
    stage.network = (next) => next;
    await stage.markets.doors.etsy("DELETE", "calls");
    expect((await recheck(stage.app, ETSY)).status).toBe("verified");
    expect(await refreshes()).toBe(0);
  });

  it("are in no row but encrypted", async () => {
    const { access_token, refresh_token } = (await freshAccess(stage.app, ETSY)).credentials;
    const found = await stage.app.db.execute(sql`select p::text as text from platforms p`);
    const text = JSON.stringify(found);
    expect([access_token, refresh_token].filter((value) => text.includes(value ?? "?"))).toEqual([]);
  });

  it("a failure to renew says which kind it was", async () => {
    await anHourLater();
    await stage.markets.doors.etsy("POST", "password-changed", {});
    const error = await freshAccess(stage.app, ETSY).catch((failure) => failure);
    expect(error instanceof PlatformError && error.kind).toBe("auth_expired");
  });
});

const plain: Stage["app"]["world"]["fetch"] = (url, init) => fetch(url, init);
