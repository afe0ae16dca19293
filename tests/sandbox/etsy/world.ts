import { z } from "zod";
import * as rows from "@/tests/sandbox/etsy/rows";
import { type Switches, switchesSchema } from "@/tests/sandbox/etsy/switches";
import type { Books, Table } from "@/tests/sandbox/kit/books";
import type { Clock, Profile } from "@/tests/sandbox/kit/types";

export const SELLER = {
  keystring: "sandboxkeystring00000000",
  shared_secret: "sandboxsecret",
  user_id: 71234567,
  shop_id: 51234567,
  shop_name: "NorthlightManuals",
  application_id: 612345678901,
};

/** Everything the stand-in's parts work with. */
export type World = {
  books: Books;
  clock: Clock;
  profile: Profile;
  listings: Table<rows.Listing>;
  files: Table<rows.ListingFile>;
  images: Table<rows.ListingImage>;
  receipts: Table<rows.Receipt>;
  ledger: Table<rows.LedgerEntry>;
  tokens: Table<rows.Token>;
  codes: Table<z.infer<typeof rows.codeSchema>>;
  webhooks: Table<rows.Webhook>;
  /** Requests that break the official document, and fields Etsy would ignore without a word. */
  violations: Table<z.infer<typeof rows.noteSchema>>;
  ignored: Table<z.infer<typeof rows.noteSchema>>;
  /** The UTC day that views were last tabulated for. */
  days: Table<{ day: string }>;
  switches(): Switches;
  /** Takes the switches named, throws a ZodError on an unknown one. */
  set(changes: unknown): Switches;
  /** Epoch seconds. */
  seconds(): number;
};

export function openWorld(books: Books, clock: Clock, profile: Profile): World {
  const stored = books.table("switches", switchesSchema);
  const current = (): Switches => stored.get("all") ?? switchesSchema.parse({});
  return {
    books,
    clock,
    profile,
    listings: books.table("listings", rows.listingSchema),
    files: books.table("files", rows.fileSchema),
    images: books.table("images", rows.imageSchema),
    receipts: books.table("receipts", rows.receiptSchema),
    ledger: books.table("ledger", rows.ledgerSchema),
    tokens: books.table("tokens", rows.tokenSchema),
    codes: books.table("codes", rows.codeSchema),
    webhooks: books.table("webhooks", rows.webhookSchema),
    violations: books.table("violations", rows.noteSchema),
    ignored: books.table("ignored", rows.noteSchema),
    days: books.table("days", z.object({ day: z.string() })),
    switches: current,
    set(changes) {
      const next = switchesSchema.parse({
        ...current(),
        ...z.record(z.string(), z.unknown()).parse(changes),
      });
      stored.put("all", next);
      return next;
    },
    seconds: () => Math.floor(clock.now().getTime() / 1000),
  };
}
