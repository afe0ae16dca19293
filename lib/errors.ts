/**
 * Every error that crosses a boundary of ours carries a kind, and is translated once, at the edge.
 * `AppError` is about our own data, `PlatformError` about a marketplace.
 */
export type AppErrorKind =
  | "malformed" // 400: cannot be read
  | "unauthorised" // 401
  | "forbidden" // 403
  | "not_found" // 404
  | "conflict" // 409
  | "invalid" // 422: readable but not acceptable
  | "too_many" // 429
  | "unavailable"; // 503

export interface FieldProblem {
  path: string;
  message: string;
}

export class AppError extends Error {
  override readonly name = "AppError";
  /** Each bundle of the server has a copy of this class, and an error of one is an error of all. */
  static override [Symbol.hasInstance](value: unknown): value is AppError {
    return named(value, "AppError");
  }
  constructor(
    readonly kind: AppErrorKind,
    /** A sentence a seller understands. It is shown as it stands. */
    message: string,
    readonly details: {
      problems?: FieldProblem[];
      extra?: Record<string, unknown>;
      retryAfterSeconds?: number;
    } = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** What a marketplace's answer means for the agent (the table is in ARCHITECTURE.md). */
export type PlatformErrorKind =
  | "rate_limited"
  | "auth_expired"
  | "refused"
  | "needs_human"
  | "unreachable"
  | "uncertain"
  | "unexpected";

export interface PlatformErrorDetails {
  /** HTTP status of the answer, when there was one. */
  status?: number;
  /** No answer came within the time limit. */
  silent?: boolean;
  /** Not before this moment (rate_limited). */
  retryAt?: Date;
  /** Our field that the platform refused, as in `provide_data`. */
  field?: string;
  /** The platform's own words, free of secrets, at most 500 characters. */
  words?: string;
}

export class PlatformError extends Error {
  override readonly name = "PlatformError";
  static override [Symbol.hasInstance](value: unknown): value is PlatformError {
    return named(value, "PlatformError");
  }
  constructor(
    readonly kind: PlatformErrorKind,
    /** A sentence a seller understands. */
    message: string,
    readonly details: PlatformErrorDetails = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Work that stops for a reason of our own (time, a switch, another worker), not for the platform's. */
export class Interrupted extends Error {
  override readonly name: string = "Interrupted";
}

function named(value: unknown, name: string): boolean {
  return (
    typeof value === "object" && value !== null && "kind" in value && "name" in value && value.name === name
  );
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
