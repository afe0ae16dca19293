import type { Books, Rows } from "./evidence";
import { checkMoney } from "./money";
import { type Remote, remotes } from "./remotes";

/** What the loop saw besides rows and books. */
export interface Seen {
  /** Uploads that were answered 201. */
  manuals: number;
  /** What all servers printed. */
  printed: string;
  secrets: readonly string[];
  /** Creates that reached the stand-ins. */
  creates: number;
  /** Answers to presign and complete that may have been lost. */
  lostFileReplies: number;
  /** Two calls of one schedule at the same time, once all was settled. */
  doubledCall: number[];
  at: Date;
}

export interface Complaint {
  /** The invariant with its name, e.g. `I12 stray`. */
  broken: string;
  what: string;
  listingId?: number;
}

type Check = (rows: Rows, books: Books, seen: Seen) => Complaint[];

/**
 * What must hold of a settled workspace and its shops, line by line:
 * I1 `once`, I2 `sameRemote`, I3 `fences`, I4 `complete`, I5 `violations`, I6 and I7 and I13 `checkMoney`, I8 `asked`,
 * I9 `secrets`, I11 `decided`, I12 `strays` and `uploads`, I14 `overdue`, I15 `creates`, I16 `doubled`.
 * I10 (attempts rise by claims only) leaves no trace to be checked here: the simulation does.
 */
export function check({ rows, books, seen }: { rows: Rows; books: Books; seen: Seen }): Complaint[] {
  return checks.flatMap((each) => each(rows, books, seen));
}

const live = ["listed", "active"];

const once: Check = (rows, books) => {
  const published = books.etsy.publications.map(({ reference_id }) => reference_id);
  const unknown = (remote: Remote) =>
    remote.live && !rows.listings.some((listing) => listing.remoteId === remote.id);
  return [
    ...remotes(books)
      .filter(unknown)
      .map(({ id, title }) => say("I1 once", `${title} is on sale as ${id} too`)),
    ...doubled(published).map((id) => say("I1 once", `${id} was published, and paid, twice`)),
    ...(published.length > rows.listings.filter(({ platformId }) => platformId === 1).length
      ? [say("I1 once", `${published.length} publications on Etsy`)]
      : []),
  ];
};

const sameRemote: Check = ({ listings, steps }) =>
  listings.flatMap(({ id, remoteId }) => {
    const made = steps.filter(({ listingId, step }) => listingId === id && step === "create");
    const named = made.flatMap(({ generation, outcome }) => {
      const remote = outcome.created ?? outcome.adopted;
      return remote === undefined ? [] : [{ generation, remote: String(remote) }];
    });
    const changed = new Set(named.map(({ generation }) => generation)).size < named.length;
    const other = remoteId !== null && named.at(-1)?.remote !== remoteId;
    return changed || other ? [say("I2 same remote", JSON.stringify({ remoteId, named }), id)] : [];
  });

const fences: Check = ({ listings, steps }) =>
  listings.flatMap(({ id }) => {
    const held = steps.filter(({ listingId }) => listingId === id).map(({ fence }) => fence);
    const back = held.some((fence, index) => fence < (held[index - 1] ?? 0));
    return back ? [say("I3 fences", `an older worker wrote: ${held.join(" ")}`, id)] : [];
  });

const complete: Check = ({ manuals, listings }, books) =>
  remotes(books).flatMap((remote) => {
    const ours = listings.find(({ remoteId }) => remoteId === remote.id);
    const manual = manuals.find(({ id }) => id === ours?.manualId);
    if (!remote.live || !ours || !manual) return [];
    const planned = [...(manual.images?.[remote.shop] ?? [])].map(({ sha256 }) => sha256);
    const thumbnail = manual.images?.thumbnail?.sha256 ?? null;
    const wrong = [
      ...(same(remote.files, [manual.sha256]) ? [] : [`files ${remote.files.length}`]),
      ...(same(remote.images, planned) ? [] : [`${remote.images.length} pictures for ${planned.length}`]),
      ...(remote.shop === "gumroad" && remote.thumbnail !== thumbnail ? ["another thumbnail"] : []),
      ...(remote.title === ours.title && remote.price === ours.price ? [] : ["title or price"]),
    ];
    return wrong.map((what) => say("I4 complete", `${remote.shop} ${remote.title}: ${what}`, ours.id));
  });

const violations: Check = (_rows, { etsy }) =>
  etsy.violations.map((violation) => say("I5 violations", JSON.stringify(violation)));

const asked: Check = ({ open }) =>
  doubled(open.map(({ cause }) => cause)).map((cause) => say("I8 asked once", cause));

const secrets: Check = ({ leaks }, _books, seen) => [
  ...leaks.map((table) => say("I9 secrets", `a row of ${table}`)),
  ...(new RegExp(seen.secrets.join("|")).test(seen.printed) ? [say("I9 secrets", "the log")] : []),
];

const decided: Check = ({ manuals, listings, open }, books, seen) => {
  const causes = open.map(({ cause }) => cause);
  const onSale = remotes(books).filter((remote) => remote.live);
  const lost = manuals.length < seen.manuals ? [say("I11 decided", "an uploaded manual is gone")] : [];
  const unread = manuals.filter(({ status }) => status !== "processed");
  return [
    ...lost,
    ...unread.map(({ id, status }) => say("I11 decided", `manual ${id} is ${status}`)),
    ...manuals.flatMap(({ id: manualId }) =>
      [1, 2].flatMap((platformId) => {
        const pair = listings.filter((one) => one.manualId === manualId && one.platformId === platformId);
        const [only] = pair;
        const settled =
          only?.status === "error" ||
          (only?.status === "action_required" && causes.includes(only.hold ?? "")) ||
          (live.includes(only?.status ?? "") && onSale.some(({ id }) => id === only?.remoteId));
        return pair.length === 1 && settled
          ? []
          : [say("I11 decided", `manual ${manualId} on ${platformId}: ${only?.status}`, only?.id)];
      }),
    ),
  ];
};

const strays: Check = ({ listings }, books) =>
  remotes(books)
    .filter((remote) => !remote.live && !listings.some(({ remoteId }) => remoteId === remote.id))
    .map(({ shop, id, title }) => say("I12 strays", `a draft ${id} of ${title} on ${shop}`));

const uploads: Check = (_rows, { gumroad }, seen) => {
  const left = gumroad.uploads.filter(({ state, attached }) => state !== "aborted" && !attached).length;
  const most = seen.lostFileReplies;
  return left > most ? [say("I12 uploads", `${left} unattached uploads for ${most} lost answers`)] : [];
};

const overdue: Check = ({ work }, _books, { at }) =>
  work
    .filter(({ due }) => due < at)
    .map(({ listingId, due }) => say("I14 overdue", `since ${due.toISOString()}`, listingId));

const creates: Check = ({ listings }, _books, seen) =>
  seen.creates > 2 * listings.length
    ? [say("I15 creates", `${seen.creates} creates for ${listings.length} listings`)]
    : [];

const doubledCall: Check = (_rows, _books, seen) =>
  seen.doubledCall.every((status) => status === 200)
    ? []
    : [say("I16 doubled", `answers ${seen.doubledCall.join(" and ")}`)];

const money: Check = (rows, books) => checkMoney(rows, books).map((what) => say("I13 money", what));

const checks = [
  ...[once, sameRemote, fences, complete, violations, money, asked, secrets],
  ...[decided, strays, uploads, overdue, creates, doubledCall],
];

function say(broken: string, what: string, listingId?: number): Complaint {
  return { broken, what, listingId };
}

function doubled<T>(all: T[]): T[] {
  return all.filter((one, index) => all.indexOf(one) !== index);
}

function same(one: (string | null)[], other: string[]): boolean {
  return [...one].sort().join() === [...other].sort().join();
}
