import { sql } from "drizzle-orm";
import { describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { rows } from "@/db/rows";
import { PlatformError } from "@/lib/errors";
import { etsy } from "@/lib/platforms/etsy";
import type { Credentials } from "@/lib/platforms/platform";
import { connectEtsy, ETSY, renewal, shopStage } from "./fake-etsy";
import { at } from "./one-turn";

const stage = shopStage();
const { ends, due, run } = stage;
const renewable: Credentials = { access_token: "one", refresh_token: "r" };

/** The platform takes only this token; each renewal gives what `renew` does. */
async function onlyTakes(token: string, renew: () => Promise<Credentials>) {
  stage.shop.upload.mockImplementation(async ({ credentials }) => {
    if (credentials.access_token !== token) throw new PlatformError("auth_expired", "Who are you?");
  });
  const refresh = vi.fn(renew);
  renewal(() => null, refresh);
  await connectEtsy(stage.app, renewable);
  return refresh;
}
const fails = (kind: "auth_expired" | "refused" | "unreachable") => () =>
  Promise.reject(new PlatformError(kind, "No renewal."));
const connection = async () =>
  rows(
    await stage.db.execute(sql`select p.credentials_status as status, p.connection_error as error,
      (select jsonb_agg(title) from action_queue) as asked from platforms p where id = ${ETSY}`),
    z.object({ status: z.string(), error: z.string().nullable(), asked: z.array(z.string()).nullable() }),
  )[0];
const waiting = async () =>
  rows(
    await stage.db.execute(sql`select count(*)::int as n from listing_work`),
    z.object({ n: z.number() }),
  )[0]?.n;

describe("credentials that the platform refuses in the middle of the work", () => {
  it("are renewed once for all workers, and the work goes on with the new ones", async () => {
    for (const id of [1, 2, 3]) await due(id);
    const refresh = await onlyTakes("two", async () => ({ access_token: "two" }));
    expect(await run()).toEqual({ problem: null });
    expect(refresh).toHaveBeenCalledTimes(1);
    expect(ends.filter((end) => end === "listed")).toHaveLength(3);
    expect(ends.filter((end) => end === "stop")).toEqual([]);
    expect(await connection()).toEqual({ status: "verified", error: null, asked: null });
  });

  it("are exchanged for those that somebody stored meanwhile, without a renewal", async () => {
    await due(1);
    const refresh = await onlyTakes("three", fails("auth_expired"));
    stage.shop.upload.mockImplementationOnce(async () => {
      await connectEtsy(stage.app, { access_token: "three" });
      throw new PlatformError("auth_expired", "Who are you?");
    });
    expect(await run()).toEqual({ problem: null });
    expect([refresh.mock.calls.length, ends]).toEqual([0, ["waits", "listed"]]);
  });

  it("and renewed are refused again: a person is asked, and nobody renews for ever", async () => {
    await due(1);
    await due(2);
    const refresh = await onlyTakes("never", async () => ({ access_token: "two", refresh_token: "r2" }));
    expect(await run()).toEqual({ problem: null });
    expect(refresh).toHaveBeenCalledTimes(1);
    expect(await connection()).toEqual({
      status: "error",
      error: "Who are you?",
      asked: ["Etsy signed us out: 2 manuals wait"],
    });
    expect([await waiting(), stage.app.sleeps]).toEqual([2, []]);
  });

  it.each([
    ["auth_expired", 1],
    ["auth_expired", 2],
    ["refused", 1],
    ["refused", 2],
  ] as const)(
    "and cannot be renewed (%s) end the connection once, for %i listings",
    async (kind, listings) => {
      for (let id = 1; id <= listings; id += 1) await due(id);
      const refresh = await onlyTakes("two", fails(kind));
      await run();
      expect(refresh).toHaveBeenCalledTimes(1);
      expect(await connection()).toMatchObject({ status: "error", error: "Who are you?" });
      expect((await connection())?.asked).toHaveLength(1);
      expect([await waiting(), ends.filter((end) => end !== "stop")]).toEqual([listings, []]);
    },
  );

  it("without anything to renew them with end the connection", async () => {
    await due(1);
    const refresh = await onlyTakes("two", async () => ({ access_token: "two" }));
    await connectEtsy(stage.app, { access_token: "one" });
    await run();
    expect(refresh).not.toHaveBeenCalled();
    expect(await connection()).toMatchObject({ status: "error", error: "Who are you?" });
  });

  it("stay as they are while the platform cannot be asked for new ones", async () => {
    await due(1);
    await onlyTakes("two", fails("unreachable"));
    expect(await run()).toEqual({ problem: null });
    expect(new Set(ends)).toEqual(new Set(["stop"]));
    expect(await connection()).toEqual({ status: "verified", error: null, asked: null });
    expect(await waiting()).toBe(1);
  });

  it("and a mistake of ours while they are renewed are a problem of the run, not of the connection", async () => {
    await due(1);
    await onlyTakes("two", () => Promise.reject(new TypeError("ours")));
    expect(await run()).toEqual({ problem: "The agent could not finish this platform." });
    expect(await connection()).toEqual({ status: "verified", error: null, asked: null });
  });
});

describe("an access token that runs out during the work", () => {
  it("is replaced before the first call that comes after it, at the very moment", async () => {
    let dueAt: Date | null = at(60);
    const refresh = vi.fn(async () => {
      dueAt = null;
      return { access_token: "two" };
    });
    renewal(() => dueAt, refresh);
    await due(1, 0);
    await due(2, 59);
    await due(3, 60);
    expect(await run()).toEqual({ problem: null });
    expect(stage.shop.calls).toEqual(["create with one", "create with one", "create with two"]);
    expect(refresh).toHaveBeenCalledTimes(1);
  });

  it("costs nothing to look at while it is good, nor where tokens never run out", async () => {
    const reads = () => stage.statements.filter((text) => /select .* from "platforms"/.test(text)).length;
    for (const id of [1, 2, 3]) await due(id);
    renewal(
      () => at(1),
      async () => ({ access_token: "two" }),
    );
    await run();
    const { access } = etsy;
    vi.spyOn(etsy, "access", "get").mockReturnValue({ ...access, refresh: undefined } as typeof access);
    await due(4);
    await run();
    expect(ends).toEqual(Array(4).fill("listed"));
    // Each run reads what is stored and whether it is fresh, each once.
    expect(reads()).toBe(4);
  });
});
