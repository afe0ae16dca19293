import fc from "fast-check";
import { z } from "zod";
import { cancelAction } from "@/lib/action-queue/leave";
import { resolveAction } from "@/lib/action-queue/resolve";
import { expireActions } from "@/lib/agent/expire-actions";
import { syncSales } from "@/lib/agent/sync-sales";
import { activate, deactivate } from "@/lib/connections/activate";
import { AppError } from "@/lib/errors";
import { changeManual } from "@/lib/manuals/edit";
import { makeVault } from "@/lib/vault";
import { actions, cycle, type Stage } from "../agent/stage";
import { connect } from "../support/markets";
import { checkAlways } from "./invariants";

/** What the commands know: only what was done from outside. */
export interface Model {
  manuals: number[];
  sales: number;
  /** Manuals whose remote listing somebody took away. */
  deleted: boolean;
}

export interface System {
  stage: Stage;
}

type Act = (model: Model, system: System) => Promise<void>;

class Command implements fc.AsyncCommand<Model, System> {
  constructor(
    readonly name: string,
    readonly act: Act,
  ) {}
  check = () => true;
  async run(model: Model, system: System): Promise<void> {
    await this.act(model, system);
    await checkAlways(system.stage, this.name);
  }
  toString = () => this.name;
}

const command = (name: string, act: Act) => fc.constant(new Command(name, act));
const platform = fc.constantFrom("etsy" as const, "gumroad" as const);
const DAY = 86_400_000;

/** Everything that can happen to a workspace, from inside, outside and by hand. */
export const commands = [
  command("add a manual", async (model, { stage }) => {
    model.manuals.push(await stage.manual(`Manual ${model.manuals.length + 1}`));
  }),
  command("run", async (_model, { stage }) => {
    await cycle(stage.app, 900);
  }),
  command("run twice at once", async (_model, { stage }) => {
    await Promise.all([cycle(stage.app, 900), cycle(stage.app, 900)]);
  }),
  fc.integer({ min: 1, max: 60 }).map(
    (at) =>
      new Command(`die at event ${at}`, async (_model, { stage }) => {
        let events = 0;
        stage.onEvent = () => {
          events += 1;
          if (events >= at) throw new Error("the process died");
        };
        await cycle(stage.app, 900).catch(() => {});
        stage.onEvent = null;
        stage.skip(stage.app.timing.leaseMs);
      }),
  ),
  platform.map(
    (name) =>
      new Command(`somebody buys on ${name}`, async (model, { stage }) => {
        const order = await firstLive(stage, name);
        if (!order) return;
        await stage.markets.doors[name]("POST", "sale", order);
        model.sales += 1;
      }),
  ),
  command("read sales", async (_model, { stage }) => {
    await syncSales(stage.app, new Date(stage.app.world.now().getTime() + 20_000));
  }),
  command("Etsy removes a listing", async (model, { stage }) => {
    const order = await firstLive(stage, "etsy");
    if (!order) return;
    await stage.markets.doors.etsy("POST", "listing", { ...order, state: "removed" });
    model.deleted = true;
  }),
  platform.map(
    (name) =>
      new Command(`the credentials of ${name} end`, async (_model, { stage }) => {
        await endCredentials(stage, name);
      }),
  ),
  platform.map(
    (name) =>
      new Command(`connect ${name} anew`, (_model, { stage }) => connect(stage.app, stage.markets, [name])),
  ),
  command("answer the first question", async (_model, { stage }) => {
    await answerFirst(stage);
  }),
  command("leave the first question", async (_model, { stage }) => {
    const [first] = (await actions(stage.app)).filter(({ status }) => status === "pending");
    if (first) await cancelAction(stage.app, first.id, "Ada");
  }),
  command("let deadlines pass", async (_model, { stage }) => {
    stage.skip(15 * DAY);
    await expireActions(stage.app, new Date(stage.app.world.now().getTime() + 20_000));
  }),
  command("rotate the key of the vault", async (_model, { stage }) => {
    const keys = ["k9", "k1"].map((id) => ({ id, key: new Uint8Array(32).fill(id === "k1" ? 7 : 9) }));
    stage.app.vault = makeVault(keys);
  }),
  fc.integer({ min: 500, max: 5_000 }).map(
    (cents) =>
      new Command(`price ${cents}`, async (model, { stage }) => {
        const id = model.manuals.at(-1);
        if (id !== undefined) await changeManual(stage.app, id, { price: cents / 100 });
      }),
  ),
  fc
    .constantFrom(1, 2)
    .map(
      (id) =>
        new Command(
          `switch platform ${id} off`,
          async (_m, { stage }) => void (await deactivate(stage.app, id)),
        ),
    ),
  fc
    .constantFrom(1, 2)
    .map(
      (id) =>
        new Command(
          `switch platform ${id} on`,
          async (_m, { stage }) => void (await activate(stage.app, id)),
        ),
    ),
];

const etsyBooks = z.object({ listings: z.array(z.object({ listing_id: z.number(), state: z.string() })) });

async function firstLive(stage: Stage, name: "etsy" | "gumroad"): Promise<Record<string, unknown> | null> {
  if (name === "gumroad") {
    const live = (await stage.markets.gumroadBooks()).products.find(
      ({ published, deleted }) => published && !deleted,
    );
    return live ? { product_id: live.id } : null;
  }
  const { listings } = etsyBooks.parse(await stage.markets.doors.etsy("GET", "books"));
  const live = listings.find(({ state }) => state === "active");
  return live ? { listing_id: live.listing_id } : null;
}

async function endCredentials(stage: Stage, name: "etsy" | "gumroad"): Promise<void> {
  if (name === "etsy") {
    await stage.markets.doors.etsy("POST", "password-changed", {});
    return;
  }
  const { tokens } = z
    .object({ tokens: z.array(z.object({ api_token: z.string(), revoked: z.boolean() })) })
    .parse(await stage.markets.doors.gumroad("GET", "books"));
  for (const { api_token, revoked } of tokens)
    if (!revoked) await stage.markets.doors.gumroad("POST", "revoke", { api_token });
}

/** Answers as a person would; a question about a connection that is still dead stays. */
export async function answerFirst(stage: Stage): Promise<boolean> {
  const [first] = (await actions(stage.app)).filter(({ status }) => status === "pending");
  if (!first) return false;
  const answers: Record<string, unknown> = {
    selection: first.options.at(-1)?.value,
    confirmation: true,
    text: "12.99",
  };
  try {
    await resolveAction(stage.app, first.id, answers[first.inputType] ?? "12.99", null, "Ada");
    return true;
  } catch (error) {
    if (error instanceof AppError && error.kind === "invalid") return false;
    throw error;
  }
}
