import { parseArgs } from "node:util";
import { buildIfNeeded } from "@/bin/build";
import { crashLoop } from "./loop";
import { full, type Size, small } from "./size";
import { tell } from "./tell";

/**
 * `npm run crash` is the full size on both databases; `-- --seed 41` repeats its moments, `-- --small` is the size of
 * the tests, `-- --only postgres` (or `embedded`) one of the two, `-- --minutes 30` kills no longer than that. Prints the counts; a broken promise with the seed and
 * the listing's journal, exit code 1.
 */
const { values } = parseArgs({
  options: {
    seed: { type: "string" },
    small: { type: "boolean", default: false },
    only: { type: "string" },
    minutes: { type: "string", default: "60" },
  },
});
// Whoever interrupts it ends its servers with it.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));
const seed = Number(values.seed ?? Date.now() % 1_000_000);
console.log(`seed ${seed}`);
buildIfNeeded(process.cwd());
const sizes = Object.entries(values.small ? small : full).filter(([name]) =>
  name.startsWith(values.only ?? ""),
);
const broken = await Promise.all(sizes.map(([name, size], index) => run(name, size, seed + index)));
process.exit(broken.some((complaints) => complaints > 0) ? 1 : 0);

async function run(name: string, size: Size, own: number): Promise<number> {
  const loop = await crashLoop(size, own, {
    say: (line) => console.log(`${name}: ${line}`),
    minutes: Number(values.minutes),
  });
  const complaints = await loop.complaints();
  const { rows, books } = await loop.look();
  const listings: Record<string, number> = {};
  for (const { status } of rows.listings) listings[status] = (listings[status] ?? 0) + 1;
  console.log(name, {
    ...loop.counts(),
    listings,
    sales: books.etsy.receipts.length + books.gumroad.sales.length,
    complaints: complaints.length,
    seconds: loop.seconds,
  });
  if (complaints.length > 0) console.log(tell(own, complaints, rows));
  await loop.close();
  return complaints.length;
}
