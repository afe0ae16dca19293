import { AppError } from "../errors";
import { hide } from "../log";

/** An account of https://upstash.com/docs/qstash. */
export interface Qstash {
  url: string;
  token: string;
  /** A signature of either is taken, so that keys can be rolled: https://upstash.com/docs/qstash/howto/roll-signing-keys */
  keys: { current: string; next: string };
  /** Where it calls us: a public address without a trailing slash. */
  appUrl: string;
}

interface Given {
  QSTASH_URL?: string | undefined;
  QSTASH_TOKEN?: string | undefined;
  QSTASH_CURRENT_SIGNING_KEY?: string | undefined;
  QSTASH_NEXT_SIGNING_KEY?: string | undefined;
  APP_URL?: string | undefined;
}

/**
 * The account that the environment names, its secrets hidden from the log; null when it names none.
 * @throws AppError `unavailable` when only a part of it is named, or no address that could be called.
 */
export function readQstash(e: Given): Qstash | null {
  const { QSTASH_URL: url, QSTASH_TOKEN: token } = e;
  const { QSTASH_CURRENT_SIGNING_KEY: current, QSTASH_NEXT_SIGNING_KEY: next } = e;
  if (!url && !token && !current && !next) return null;
  if (!token || !current || !next) {
    throw new AppError(
      "unavailable",
      "QSTASH_TOKEN, QSTASH_CURRENT_SIGNING_KEY and QSTASH_NEXT_SIGNING_KEY are set together or not at all.",
    );
  }
  if (!e.APP_URL)
    throw new AppError("unavailable", "QStash needs APP_URL: the public address that it calls.");
  hide(token, current, next);
  return { url: url ?? "https://qstash.upstash.io", token, keys: { current, next }, appUrl: e.APP_URL };
}
