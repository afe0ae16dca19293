import { setTimeout as sleep } from "node:timers/promises";
import { messageOf } from "@/lib/errors";
import { startBuyers } from "../sandbox/buyers";
import { seeded } from "../support/random";
import type { ProductServer } from "../support/server";
import { waitFor } from "../support/wait";
import { watchCalls } from "./calls";
import { type Complaint, check, type Seen } from "./check";
import { type Books, type Rows, readBooks, readRows } from "./evidence";
import { openHouse } from "./house";
import { owner } from "./person";
import { wrongNow } from "./remotes";
import { settle } from "./settle";
import type { Size } from "./size";
import { openTrouble } from "./trouble";

/** What is there to be checked. */
export interface Evidence {
  rows: Rows;
  books: Books;
  seen: Seen;
}

interface Options {
  /** Told of each kill. */
  say?: (line: string) => void;
  /** After these no further kill begins. */
  minutes?: number;
}

/** Etsy's tokens, access and refresh, in whatever text they turn up. */
const ANY_ETSY_TOKEN = "71234567\\.[A-Za-z0-9_-]{40}";

/**
 * The real production server is killed again and again while it lists and reads sales. On Postgres the next server
 * starts while the last one works, so that two processes share the work before each kill. Meanwhile connections are cut
 * off, the database restarts, answers are lost, tokens end, schedules call twice. The same seed gives the same moments.
 */
export async function crashLoop(
  size: Size,
  seed: number,
  { say = () => {}, minutes = Number.POSITIVE_INFINITY }: Options = {},
) {
  const random = seeded(seed);
  const house = await openHouse(size.database);
  const { markets } = house;
  const trouble = await openTrouble(house, random);
  const watch = watchCalls(trouble.origins);
  const person = owner(markets);
  const cuts: number[] = [];
  const kills: number[] = [];
  const alarms: string[] = [];
  let restarts = 0;
  const began = Date.now();
  const over = () => Date.now() - began > minutes * 60_000;

  let server = await house.start();
  await person.moveIn(server);
  await trouble.begin();
  const buyers = startBuyers(markets.origins, { everyMs: size.buyersMs, seed });
  for (let round = 0; round < size.kills && !over(); round += 1) {
    if (round % size.pdfEvery === 0)
      expect("an upload", await person.upload(server, person.nextTitle()), 201);
    else if (house.postgres) await house.seed(person.nextTitle());
    expect("I11 the button", await person.pressButton(server), 202);
    await person.answer(server).catch((error: unknown) => alarms.push(`the owner: ${messageOf(error)}`));
    const [next] = await Promise.all([house.postgres && house.start(), annoy(server, round)]);
    trouble.cronCalls(next && round % 3 === 0 ? [server, next] : [server]);
    await watch.nextCall(size.callWithinMs);
    await sleep(random() * 1_200);
    await house.stop(server, "SIGKILL");
    kills.push(Date.now());
    server = next ?? (await house.start());
    await afterwards();
    say(
      `${size.database}: kill ${round + 1} of ${size.kills} after ${Math.round((Date.now() - began) / 1000)} s`,
    );
  }
  await trouble.end();
  const doubledCall = await settle(server, person, async () => {
    const enough = kills.length;
    await waitFor(async () => (salesOf(await readBooks(markets)) >= enough ? true : null), 300_000);
    buyers.stop();
  }).catch((error: unknown) => {
    alarms.push(`it does not settle: ${messageOf(error)}`);
    return [];
  });
  const at = new Date();
  await house.stop(server, "SIGTERM");
  await watch.look();
  const opened = await house.openDb();

  const secrets = [...person.secrets, server.token, server.cronSecret, ANY_ETSY_TOKEN];
  const seen = (): Seen => ({
    manuals: person.count().manuals,
    printed: house.seen().printed,
    secrets,
    creates: watch.tally.creates,
    lostFileReplies: watch.lostFileReplies([...cuts, ...kills]),
    doubledCall,
    at,
  });
  const look = async (): Promise<Evidence> => ({
    rows: await readRows(opened.db, secrets),
    books: await readBooks(markets),
    seen: seen(),
  });

  return {
    house,
    db: opened.db,
    /** One that must show nowhere. */
    secret: server.token,
    seconds: Math.round((Date.now() - began) / 1000),
    /** Kills, cuts, calls and faults, counted. */
    counts: () => ({
      kills: kills.length,
      killsAmidCalls: watch.amidCalls(kills),
      restarts: restarts,
      backends: cuts.length - restarts,
      failedStarts: house.seen().failedStarts,
      ...person.count(),
      calls: watch.tally.calls,
      creates: watch.tally.creates,
      refreshes: watch.tally.refreshes,
      faults: Object.fromEntries([...watch.tally.faults].sort()),
    }),
    look,
    /** All complaints about what is there now, or would be if it were doctored. */
    async complaints(doctor: (evidence: Evidence) => void = () => {}): Promise<Complaint[]> {
      const evidence = await look();
      doctor(evidence);
      return [...alarms.map((what) => ({ broken: "at a kill", what })), ...check(evidence)];
    },
    async close(): Promise<void> {
      await opened.close();
      await house.close();
    },
  };

  function expect(what: string, status: number, wanted: number): void {
    if (status !== wanted) alarms.push(`${what} was answered ${status}, not ${wanted}`);
  }

  /** What goes wrong between two kills. */
  async function annoy(current: ProductServer, round: number): Promise<void> {
    await trouble.loseAnAnswer();
    trouble.cronCalls([current]);
    if (round % 4 === 1) await trouble.endAccess(round % 12 === 1);
    const due = (total: number) => Math.floor(((round + 1) * total) / size.kills);
    const missing = Math.max(0, due(size.backends) - (cuts.length - restarts));
    for (let cut = 0; cut < missing; cut += 1) {
      await sleep(random() * 600);
      await trouble.endBackend();
      cuts.push(Date.now());
    }
    if (house.postgres && due(size.restarts) > restarts) {
      await sleep(random() * 600);
      if (restarts % 2 === 1) await house.postgres.kill();
      await house.postgres.restart();
      restarts += 1;
      cuts.push(Date.now());
    }
  }

  /** After a kill: what the shops show at this moment, and on Postgres the end of the leases that the dead still hold. */
  async function afterwards(): Promise<void> {
    alarms.push(...wrongNow(await readBooks(markets)));
    await watch.look();
    if (house.postgres) await house.query(leasesEnd);
  }
}

function salesOf({ etsy, gumroad }: Books): number {
  return etsy.receipts.length + gumroad.sales.length;
}

/** What waiting for minutes would do: the dead no longer count, and the living are taken for dead once. */
const leasesEnd = `update agent_runs set lease_until = now() where status in ('queued', 'running');
  update platforms set sync_until = null; update manuals set lease_until = null where status = 'processing'`;

export type Loop = Awaited<ReturnType<typeof crashLoop>>;
