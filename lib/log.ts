/** One JSON line per event on standard error, with every known secret replaced before it is written. */
export type Log = (event: string, fields?: Record<string, unknown>) => void;

const secretNames = /token|secret|password|api_key|authorization|cookie|credential/i;
const known = new Set<string>();

/** Values that must never be written: registered by whoever decrypts or reads them. */
export function hide(...secrets: (string | null | undefined)[]): void {
  for (const secret of secrets) if (secret && secret.length >= 6) known.add(secret);
}

/** A text with every known secret replaced by `[hidden]`. */
export function scrub(text: string): string {
  let clean = text;
  for (const secret of known) clean = clean.replaceAll(secret, "[hidden]");
  return clean;
}

/** Writes an event; fields whose name speaks of a secret are left out, line breaks cannot forge a line. */
export const log: Log = (event, fields = {}) => {
  const line = JSON.stringify({ at: new Date().toISOString(), event, ...fields }, (key, value) => {
    if (key !== "" && secretNames.test(key)) return "[hidden]";
    return value instanceof Error ? faceOf(value) : value;
  });
  process.stderr.write(`${scrub(line)}\n`);
};

/** A database error's own message carries the statement and its parameters: only its cause may be written. */
function faceOf(error: Error): Record<string, unknown> {
  const shown = "query" in error && error.cause instanceof Error ? error.cause : error;
  return { name: shown.name, message: shown.message, stack: shown === error ? error.stack : undefined };
}
