import type { Credentials, Need, RemoteListing, Session } from "./platform";

/** What a platform tells of sales, fees and listings on sale: the money's part of the contract. */

/** A dated table of what a platform keeps of a sale. */
export interface FeeTable {
  /** Day on which it was looked up, YYYY-MM-DD. */
  asOf: string;
  link: string;
  /** Currency of the fixed parts. */
  currency: string;
  /** By where the buyer came from, the usual one first; parts are rounded apart. */
  sources: readonly { name: string; parts: readonly FeePart[] }[];
}

export interface FeePart {
  /** Hundredths of a per cent. */
  basisPoints: number;
  /** Minor units of the table's currency. */
  fixed: number;
}

/** Where a poll goes on: plain JSON that only its adapter reads. */
export type Cursor = Record<string, string | number | boolean | null>;

export interface Sales {
  /** Most calls of one page, by bucket. */
  need: Need;
  /** A cursor whose walk shows every sale from `from` on. */
  since(from: Date): Cursor;
  /**
   * One page of what may be news since `cursor` (null: from the beginning). Rows may come again: booking is
   * idempotent. A page that is not as documented throws, it is never "no sales".
   */
  poll(session: Session, cursor: Cursor | null): Promise<SalesPage>;
}

export interface SalesPage {
  entries: Entry[];
  cursor: Cursor;
  /** There are further pages now. */
  more: boolean;
}

/** A line for the ledger. Amounts in minor units of `currency`. */
export interface Entry {
  type: "sale" | "refund";
  /** The platform's id of the transaction. */
  id: string;
  /**
   * A number: the row of this sequence. `total`: amounts are all that was refunded so far, the difference to what
   * is booked becomes a row. `next`: one row more; with `cap`, never beyond that sum.
   */
  row: number | "total" | "next";
  /** Positive for a sale, negative for a refund. */
  amount: number;
  /** What the platform keeps; negative when it gives back. */
  fee: number;
  quantity: number;
  currency: string;
  basis: "reported" | "estimated";
  /** ISO 8601. */
  at: string;
  remoteId: string | null;
  title: string | null;
  /** Largest sum that all rows of a refund may reach, positive. */
  cap?: number;
}

export interface Webhook {
  /** `signed`: booked. `token`: booked as estimated. */
  trust: "signed" | "token";
  /** What the person who sets it up must do there. */
  setUp: string;
  /** `null`: the sender is not who it says. @throws PlatformError `refused` when the body cannot be understood. */
  read(call: { body: string; credentials: Credentials; now: Date }): WebhookEvent | null;
}

/** `entries` is empty for an event that does not touch the ledger. */
export interface WebhookEvent {
  id: string;
  type: string;
  entries: Entry[];
}

export interface Stats {
  /** Most listings that one `read` takes. */
  batch: number;
  /** Most calls of one `read` of so many listings. */
  need(listings: number): Need;
  /** Listings that are not mentioned in the answer may be gone: the caller reads such a one by itself. */
  read(session: Session, remoteIds: string[]): Promise<RemoteStats[]>;
}

export interface RemoteStats extends Pick<RemoteListing, "remoteId" | "state" | "title" | "price"> {
  /** Delivered files; null where this answer does not tell. */
  files: RemoteListing["files"] | null;
  /** Lifetime count; null where the platform does not say, or says nothing certain. */
  views: number | null;
  favorites: number | null;
}
