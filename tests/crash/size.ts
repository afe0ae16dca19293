/** How much a crash loop does. */
export interface Size {
  database: "postgres" | "pglite";
  /** Servers ended by SIGKILL, one after the other. */
  kills: number;
  /** Restarts of the database server, every other one like a power cut. */
  restarts: number;
  /** Database connections cut off, spread over the kills. */
  backends: number;
  /** Before every so many kills a PDF is uploaded; before the others, on Postgres, a manual is added that was read already. */
  pdfEvery: number;
  /** A kill waits so long for a call to a shop, so that it comes amid work. */
  callWithinMs: number;
  /** A buyer comes that often, milliseconds. */
  buyersMs: number;
}

const postgres = { database: "postgres", kills: 20, restarts: 2, backends: 20, callWithinMs: 3_000 } as const;
const embedded = {
  database: "pglite",
  kills: 5,
  restarts: 0,
  backends: 0,
  pdfEvery: 1,
  callWithinMs: 8_000,
} as const;

/** What `npm test` does. */
export const small = {
  postgres: { ...postgres, pdfEvery: 5, buyersMs: 100 },
  embedded: { ...embedded, buyersMs: 100 },
} satisfies Record<string, Size>;

/** What `npm run crash` does: ten times as much, on Postgres in two shops side by side. */
const half = { ...postgres, kills: 100, restarts: 10, backends: 100, pdfEvery: 20, buyersMs: 1_000 };
export const full = {
  "postgres, first half": half,
  "postgres, second half": half,
  embedded: { ...embedded, kills: 50, pdfEvery: 3, buyersMs: 1_000 },
} satisfies Record<string, Size>;
