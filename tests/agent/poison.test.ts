import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { gumroad } from "@/lib/platforms/gumroad";
import { opener } from "../support/database";
import { actions, cycle, listings, openStage, type Stage } from "./stage";

const GOOD = 100;
const open = opener("pg");
let stage: Stage;
afterEach(() => {
  vi.restoreAllMocks();
  return stage.close();
});

const json = (status: number, body: unknown) =>
  new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } });

describe("poisoned manuals among a hundred good ones", () => {
  it("end each with a sentence of its own, and the others are listed without waiting for them", async () => {
    stage = await openStage(open, { platforms: ["gumroad"] });
    const missing = await stage.manual("Missing File");
    const refused = await stage.manual("Refused Title");
    const thrower = await stage.manual("Breaks The Adapter");
    for (let n = 0; n < GOOD; n += 1) await stage.manual(`Good ${n}`);
    rmSync(join(await stage.app.storage.path("manuals/missing-file.pdf")));
    stage.network = (next) => async (url, init) => {
      const { pathname } = new URL(url);
      const text = typeof init.body === "string" ? init.body : "";
      if (init.method === "POST" && pathname === "/v2/products" && text.includes("Refused Title"))
        return json(200, { success: false, message: "Adult keywords are not allowed" });
      return next(url, init);
    };
    const { enrich } = gumroad.listing;
    vi.spyOn(gumroad.listing, "enrich").mockImplementation(async (session, job) => {
      if (job.plan.title === "Breaks The Adapter") throw new TypeError("x is not a function");
      return enrich(session, job);
    });
    await cycle(stage.app, 60_000);
    const all = await listings(stage.app);
    const of = (manual: number) => all.find(({ manualId }) => manualId === manual);
    const good = all.filter(({ manualId }) => ![missing, refused, thrower].includes(manualId));
    expect(good.filter(({ status }) => status === "listed")).toHaveLength(GOOD);
    expect(of(missing)).toMatchObject({
      status: "action_required",
      message: expect.stringContaining("missing from our storage"),
    });
    expect(of(refused)).toMatchObject({ status: "action_required" });
    expect(of(thrower)).toMatchObject({
      status: "action_required",
      message: "Something went wrong on our side. It is noted and tried again.",
    });
    const asked = await actions(stage.app);
    expect(new Set(asked.map(({ title }) => title)).size).toBe(asked.length);
  }, 120_000);
});
