import { expect } from "vitest";
import type { PlatformErrorKind } from "@/lib/errors";
import type { Money } from "@/lib/money";
import type { Credentials, Platform, RemoteListing } from "@/lib/platforms/platform";
import type { Entry } from "@/lib/platforms/sales";

/** What a caller of the suite brings: an adapter, its stand-in, and where it keeps a promise otherwise. */
export interface Subject {
  platform: Platform;
  open(): Promise<Market>;
  deviations: Deviations;
}

export type Ability = "listing" | "byHand" | "sales" | "webhook" | "stats";

/** How it is instead, and why. The suite proves it, and that it is not the rule: one that is no longer needed fails. */
export type Instead<T> = readonly [value: T, reason: string];

export interface Deviations {
  /** Abilities that the platform has not, each with its reason. */
  absent: Partial<Record<Ability, string>>;
  /** State of a listing that was taken off sale; the rule is `inactive`. */
  unlisted?: Instead<RemoteListing["state"]>;
  /** Kind of a 429 from another server than the API's; the rule is `rate_limited`. */
  busyStore?: Instead<PlatformErrorKind>;
  /** Currency in which sales are reported; the rule is the price's own. */
  salesIn?: Instead<string>;
  /** What a change of the price changes too, by its name in the books; the rule is nothing. */
  priceChanges?: Instead<readonly string[]>;
  /** Title under which a page that is no product's is told; the rule is an error. */
  anyPage?: Instead<string>;
}

/** One stand-in. Its books are the truth that the adapter's answers are held against. */
export interface Market {
  origin: string;
  control(method: string, route: string, body?: unknown): Promise<unknown>;
  close(): Promise<void>;
  credentials(): Promise<Credentials>;
  /** Makes these credentials worth nothing. */
  revoke(credentials: Credentials): Promise<unknown>;
  /** Every listing that was ever made, in the order of creation. */
  listings(): Promise<BookListing[]>;
  sales(): Promise<BookLine[]>;
  /** What the platform silently ignored, or its own document forbids, though it answered well. */
  complaints?(): Promise<unknown[]>;
  /** @returns what `refund` wants to know it by. */
  sell(remoteId: string, quantity: number): Promise<string>;
  /** All that is left, without an amount. */
  refund(order: string, amount?: number): Promise<unknown>;
  /** Makes the whole shop sell in a currency, where a shop has one. */
  shopIn?(currency: string): Promise<unknown>;
  /** Sales on one page of the platform, where sales are polled. */
  salesPage?: number;
  /** A person types texts, by their names in the kit, into the platform's form. @returns the product's address. */
  typeIn?(texts: Record<string, string>, currency: string): Promise<string>;
  /** One order of several products, the tax on top in minor units. @returns what `refund` wants to know it by. */
  order?(lines: { remoteId: string; quantity: number }[], tax: number): Promise<string>;
  /** Where webhooks go. */
  hook?(url: string): Promise<unknown>;
  /** Removes a product by hand. */
  remove?(remoteId: string): Promise<unknown>;
}

export interface BookListing {
  remoteId: string;
  /** Ends with the key that the listing carries. */
  carrier: string;
  state: "draft" | "live" | "off" | "gone";
  title: string;
  price: Money;
  /** What a buyer gets. */
  files: { name: string; size: number | null; sha256: string | null }[];
  /** SHA-256 of the pictures in their order. */
  images: string[];
  /** SHA-256 of the square picture, where the platform shows one. */
  thumbnail?: string | null;
  /** All that the books say, to see what a call changed. */
  row: Record<string, unknown>;
}

/** A sale, or all that was given back under one id: as an adapter must tell it, rows added up. */
export type BookLine = Pick<Entry, "type" | "id" | "amount" | "currency" | "quantity" | "remoteId">;

/** The rule, or what a deviation says instead. @throws when the deviation is the rule. */
export function ruled<T>(rule: T, deviation: Instead<T> | undefined): T {
  if (!deviation) return rule;
  expect(deviation[0], `no deviation: ${deviation[1]}`).not.toEqual(rule);
  return deviation[0];
}

/** For the name of a test that a deviation touches. */
export function because(deviation: Instead<unknown> | undefined): string {
  return deviation ? ` [instead: ${deviation[0]}, because ${deviation[1]}]` : "";
}
