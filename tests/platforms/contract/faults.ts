import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PlatformError, type PlatformErrorKind } from "@/lib/errors";
import type { Session } from "@/lib/platforms/platform";
import { arm, disarm, expectMeaning, type Fault, faults } from "./fault-kinds";
import { planFor } from "./files";
import { booked, listingOf } from "./journey";
import type { Sent } from "./network";
import { readsOf, type Scenario, writes } from "./scenarios";
import { openStage, type Stage } from "./stage";
import { because, ruled, type Subject } from "./subject";

const TRIES = 3;

/** One fault at any call of anything: its kind is the table's, and the repeat leaves the books as if there was none. */
export function anyFault(subject: Subject): void {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage(subject);
  });
  afterAll(() => stage.close());

  let storeMet = false;
  const { busyStore } = subject.deviations;
  const told = writes.filter(() => subject.platform.listing);
  const cases = [...told, ...readsOf(subject)].flatMap((scenario) =>
    faults
      .filter(({ kind }) => spoils(scenario, kind))
      .map((fault) => ({ scenario, fault, name: `${scenario.name} | ${fault.name}` })),
  );
  describe(`at any one call it is what the table says, and the repeat mends it${because(busyStore)}`, () => {
    for (const { name, scenario, fault } of cases)
      test(name, async () => {
        const quiet = stage.open();
        const first = await scenario.prepare(stage);
        await first.settled(await first.act(quiet.session));
        const calls = quiet.network.sent;
        expect(calls).not.toHaveLength(0);
        for (const [at, call] of calls.entries()) {
          const { errors, settled } = await broken(stage, scenario, fault, at, calls);
          const ours = call.origin === stage.market.origin;
          storeMet ||= !ours;
          const busy: PlatformErrorKind = ours ? "rate_limited" : ruled("rate_limited", busyStore);
          expectMeaning(call, fault, errors, busy);
          await settled();
        }
      });
  });

  test.runIf(busyStore)("a server other than the API's was met, so its deviation is needed", () => {
    expect(storeMet).toBe(true);
  });

  if (subject.platform.listing) foundAgain(() => stage);
}

/** A page in the place of a page is a matter of the reader by hand. */
function spoils({ name }: Scenario, kind: string): boolean {
  return name !== "look" || kind !== "html";
}

async function broken(stage: Stage, scenario: Scenario, fault: Fault, at: number, calls: readonly Sent[]) {
  const { act, settled } = await scenario.prepare(stage);
  const { session } = stage.open(fault.kind.startsWith("timeout") ? { hurried: at } : {});
  await arm(calls, at, fault);
  const { errors, result } = await repeated(stage, session, act);
  await disarm(calls);
  return { errors, settled: () => settled(result) };
}

/** Does it until there is no error more. */
async function repeated(stage: Stage, session: Session, act: (session: Session) => Promise<unknown>) {
  const errors: PlatformError[] = [];
  for (;;) {
    try {
      return { errors, result: await act(session) };
    } catch (error) {
      if (!(error instanceof PlatformError) || errors.length === TRIES) throw error;
      errors.push(await stage.failureOf(Promise.reject(error)));
    }
  }
}

function foundAgain(stageNow: () => Stage): void {
  describe("after a create find says what the books say", () => {
    for (const fault of faults) test(fault.name, () => findAfter(stageNow(), fault));
  });
}

async function findAfter(stage: Stage, fault: Fault): Promise<void> {
  const { find, create } = listingOf(stage.platform);
  const [calls, plan, began] = [stage.open(), await planFor(stage.platform), new Date()];
  await create(calls.session, await planFor(stage.platform));
  await arm(calls.network.sent, 0, fault);
  const { session } = stage.open(fault.kind.startsWith("timeout") ? { hurried: 0 } : {});
  await stage.failureOf(create(session, plan));
  await disarm(calls.network.sent);
  const found = await find(stage.session, plan, began);
  expect(found.map(({ remoteId, certain }) => [remoteId, certain])).toEqual(
    (await booked(stage, plan)).map(({ remoteId }) => [remoteId, true]),
  );
  const done = !["rate_limited", "error_before", "reset_before", "timeout_before"].includes(fault.kind);
  expect(found).toHaveLength(done ? 1 : 0);
}
