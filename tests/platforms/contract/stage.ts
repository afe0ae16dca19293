import { inspect } from "node:util";
import { expect } from "vitest";
import { openSession } from "@/lib/agent/session";
import { AppError, PlatformError } from "@/lib/errors";
import type { Account, Credentials, Platform, Session } from "@/lib/platforms/platform";
import type { Storage } from "@/lib/storage";
import { parseTiming } from "@/lib/timing";
import { bytesOf } from "./files";
import { type Network, type Rewrite, watchNetwork } from "./network";
import type { Market, Subject } from "./subject";

/** Longest wait for an answer: so long that a busy machine is no fault; `hurried` where the stand-in gives none. */
const PATIENT_MS = 10_000;
const HURRIED_MS = 300;

/** A stand-in, a connection to it that was checked, and sessions over a watched network. */
export interface Stage extends Omit<Subject, "open"> {
  market: Market;
  credentials: Credentials;
  account: Account | null;
  /** The session of preparations: nobody watches it. */
  session: Session;
  /** A session of its own; `origin` for a server in between. */
  open(over?: Over): { session: Session; network: Network };
  /** The error that a promise ends in; one that is no PlatformError, or holds a credential, fails the test. */
  failureOf(promise: Promise<unknown>): Promise<PlatformError>;
  close(): Promise<void>;
}

export interface Over {
  origin?: string;
  /** Calls go out to the platform's true address, which is the stand-in's here. */
  asReal?: boolean;
  credentials?: Credentials;
  storage?: Storage;
  rewrite?: Rewrite;
  /** The call, counted from 0, that waits a short time only. */
  hurried?: number;
}

export async function openStage(subject: Subject): Promise<Stage> {
  const market = await subject.open();
  const credentials = await market.credentials();
  const stage: Stage = {
    ...subject,
    market,
    credentials,
    account: null,
    session: { ...openSessionOf(stageParts(subject, market, credentials, null), {}).session },
    open: (over = {}) => openSessionOf(stageParts(subject, market, stage.credentials, stage.account), over),
    failureOf: (promise) => failureOf(promise, [...secretsOf(subject.platform, stage.credentials)]),
    close: () => market.close(),
  };
  await reconnect(stage);
  return stage;
}

/** Checks the connection anew, as a person does after a change of the shop. */
export async function reconnect(stage: Stage): Promise<void> {
  const { access } = stage.platform;
  if (access.kind === "token") stage.account = await access.verify(stage.open().session);
  stage.session = stage.open().session;
}

/** The calls a session sends, with the credentials that must not get out. */
export function secretsOf(platform: Platform, credentials: Credentials): string[] {
  const fields = platform.access.kind === "token" ? platform.access.fields : [];
  const secrets = fields.filter(({ secret }) => secret).flatMap(({ name }) => credentials[name] ?? []);
  // The part behind a dot is a secret by itself (Etsy's tokens begin with a user's number).
  return [...new Set(secrets.flatMap((secret) => [secret, secret.slice(secret.indexOf(".") + 1)]))];
}

/** Everything that can be read of an error: words, details, causes, stacks. */
export function wordsOf(error: unknown): string {
  return inspect(error, { depth: 20, showHidden: true, maxStringLength: null, maxArrayLength: null });
}

async function failureOf(promise: Promise<unknown>, secrets: string[]): Promise<PlatformError> {
  const error = await promise.then(
    (value) => new Error(`no error, but ${JSON.stringify(value)}`),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof PlatformError)) throw error;
  const words = wordsOf(error);
  expect(secrets.filter((secret) => words.includes(secret))).toEqual([]);
  return error;
}

type Parts = Pick<Stage, "platform" | "market" | "credentials" | "account">;

function stageParts(
  subject: Subject,
  market: Market,
  credentials: Credentials,
  account: Account | null,
): Parts {
  return { platform: subject.platform, market, credentials, account };
}

function openSessionOf({ platform, market, credentials, account }: Parts, over: Over) {
  const alias = over.asReal ? { from: platform.origin, to: market.origin } : undefined;
  const network = watchNetwork(over.rewrite, alias);
  const waits = () => (network.sent.length === over.hurried ? HURRIED_MS : PATIENT_MS);
  const session = openSession({
    platform,
    world: { fetch: network.fetch, now: () => new Date(), random: () => 0.5, sleep: async () => {} },
    timing: parseTiming("default"),
    storage: over.storage ?? storage,
    origin: over.asReal ? platform.origin : (over.origin ?? market.origin),
    tokenUrl: null,
    credentials: over.credentials ?? credentials,
    account,
  });
  const timing = {
    get readMs() {
      return waits();
    },
    get createMs() {
      return waits();
    },
    uploadMs: waits,
  };
  return { session: { ...session, timing }, network };
}

const unused = () => {
  throw new Error("an adapter opens files and does nothing else with them");
};
const storage: Storage = {
  path: unused,
  take: unused,
  remove: unused,
  scratch: unused,
  async open(key) {
    const bytes = await bytesOf(key);
    if (!bytes) throw new AppError("not_found", "The file is missing from storage.");
    return new Blob([bytes]);
  },
};

/** A storage whose files are gone. */
export const emptyStorage: Storage = {
  ...storage,
  open: async () => {
    throw new AppError("not_found", "The file is missing from storage.");
  },
};
