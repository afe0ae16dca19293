import type { GumroadBooks } from "@/tests/sandbox/gumroad/account";
import type { Answer } from "@/tests/sandbox/gumroad/answers";
import type { Params } from "@/tests/sandbox/gumroad/params";
import type { Token } from "@/tests/sandbox/gumroad/state";
import type { Keep } from "@/tests/sandbox/gumroad/store";

/** Where file bytes live, by SHA-256. */
export interface Vault {
  put(bytes: Buffer): string;
  get(sha256: string): Buffer | null;
}

/** What every part of the stand-in works with. */
export interface World {
  books: GumroadBooks;
  keep: Keep;
  vault: Vault;
  /** Times and throttles come from this clock, which the control door can advance. */
  now(): Date;
  profile: "real" | "open";
  /** Origin of the API and the public pages, without a slash at the end. */
  origin: string;
  /** Origin of the upload host. */
  uploads: string;
}

/** One authenticated request. */
export interface Call extends World {
  method: string;
  /** Begins with `/v2`; without `/api` and `.json`. */
  path: string;
  query: URLSearchParams;
  params: Params;
  token: Token;
}

export type Handler = (call: Call, ids: string[]) => Answer | Promise<Answer>;
