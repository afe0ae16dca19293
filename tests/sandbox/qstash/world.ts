import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { Books, Table } from "@/tests/sandbox/kit/books";
import type { Clock } from "@/tests/sandbox/kit/types";
import * as rows from "@/tests/sandbox/qstash/rows";
import { type Switches, switchesSchema } from "@/tests/sandbox/qstash/switches";

/** Everything the stand-in's parts work with. */
export type World = {
  books: Books;
  clock: Clock;
  messages: Table<rows.Message>;
  deduplications: Table<z.infer<typeof rows.deduplicationSchema>>;
  account(): rows.Account;
  /** The next key becomes the current one: https://upstash.com/docs/qstash/howto/roll-signing-keys */
  rollKeys(): rows.Account;
  switches(): Switches;
  /** Takes the switches named, throws a ZodError on an unknown one. */
  set(changes: unknown): Switches;
};

export function openWorld(books: Books, clock: Clock): World {
  const accounts = books.table("account", rows.accountSchema);
  const stored = books.table("switches", switchesSchema);
  const save = (account: rows.Account) => {
    accounts.put("own", account);
    return account;
  };
  const account = () =>
    accounts.get("own") ??
    save({ token: newKey("token"), current_signing_key: newKey("sig"), next_signing_key: newKey("sig") });
  const switches = (): Switches => stored.get("all") ?? switchesSchema.parse({});
  return {
    books,
    clock,
    messages: books.table("messages", rows.messageSchema),
    deduplications: books.table("deduplications", rows.deduplicationSchema),
    account,
    rollKeys: () =>
      save({
        ...account(),
        current_signing_key: account().next_signing_key,
        next_signing_key: newKey("sig"),
      }),
    switches,
    set(changes) {
      const next = switchesSchema.parse({
        ...switches(),
        ...z.record(z.string(), z.unknown()).parse(changes),
      });
      stored.put("all", next);
      return next;
    },
  };
}

export function newKey(kind: "token" | "sig" | "msg" | "jwt"): string {
  return `${kind}_${randomBytes(21).toString("base64url").replace(/[-_]/g, "0")}`;
}
