import type { Books } from "@/tests/sandbox/kit/books";

/** `real` keeps the platform's own throttles and caps; `open` has no throttle, with the same rules and counters. */
export type Profile = "real" | "open";

export type SandboxRequest = {
  method: string;
  /** Path without the query, still percent-encoded. */
  path: string;
  query: URLSearchParams;
  /** Lower-case names; repeated headers joined by a comma. */
  headers: Record<string, string>;
  /** The raw bytes, up to 64 MB. */
  body: Buffer;
  now(): Date;
  profile: Profile;
  /** `http://127.0.0.1:<port>`, for the addresses that answers contain. */
  origin: string;
};

export type SandboxAnswer = {
  status: number;
  headers?: Record<string, string>;
  /** An object is sent as JSON; an empty string as no body. */
  body: string | Buffer | object;
};

export type Handle = (request: SandboxRequest) => SandboxAnswer | Promise<SandboxAnswer>;

/** What a stand-in adds to the control door of the kit; every route is reached as `/__control/<name>`. */
export type Control = {
  books: Books;
  /** The clock of the stand-in; the control door moves it. */
  clock: Clock;
  /** The answer to `GET books`; the plain tables when absent. */
  view?(origin: string): object;
  /** `POST set`: takes the switches named in the body, throws on an unknown one, returns all of them. */
  set(switches: unknown): object;
  /** `POST token`: makes a fresh valid credential set. */
  token(body: unknown): object;
  /** More routes, keyed `"POST sale"`; the body is parsed JSON, `{}` when empty. */
  routes?: Record<string, (body: unknown, origin: string) => object | Promise<object>>;
  /** `/v2/products/17` to `/v2/products/{id}`, for the counters; digits become `{id}` when absent. */
  pattern?(method: string, path: string): string;
  /** The body of an injected 429 or 5xx in the platform's own shape. */
  errorBody?(status: number): object;
};

export type Clock = {
  now(): Date;
  advance(ms: number): void;
};

export type Sandbox = { url: string; close(): Promise<void> };
