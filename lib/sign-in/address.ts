import { z } from "zod";

const given = z.string().min(1);

/**
 * Where a request came from: the last address that was added on its way to us, so that a client cannot choose it
 * behind a proxy. The server itself adds the socket's address when nobody did.
 */
export function addressOf(headers: Headers | Record<string, unknown> | undefined): string {
  const chain = headers instanceof Headers ? headers.get("x-forwarded-for") : headers?.["x-forwarded-for"];
  const parsed = given.safeParse(chain);
  return parsed.success ? (parsed.data.split(",").at(-1)?.trim().slice(0, 100) ?? "unknown") : "unknown";
}
