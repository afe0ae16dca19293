import { z } from "zod";
import type { Books } from "@/tests/sandbox/kit/books";
import type { Clock } from "@/tests/sandbox/kit/types";

/** Real time (or `now`) plus an offset that only grows; the offset is kept in the books, so a restart keeps the date. */
export function openClock(books: Books, now: () => Date = () => new Date()): Clock {
  const settings = books.table("clock", z.object({ offset_ms: z.number() }));
  return {
    now: () => new Date(now().getTime() + (settings.get("offset")?.offset_ms ?? 0)),
    advance(ms) {
      const before = settings.get("offset")?.offset_ms ?? 0;
      settings.put("offset", { offset_ms: before + ms });
    },
  };
}
