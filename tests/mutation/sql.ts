import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { createVitest } from "vitest/node";
import { type SqlMutant, sqlMutants } from "./sql-mutants";

/** Each file with SQL that decides about listing work, and the tests that must notice a change to it. */
const judges: Record<string, string[]> = {
  "postgres-store": ["claims", "moves", "ends"],
  "claim-statement": ["claims", "batches"],
  "finish-statement": ["ends", "batches"],
  "ask-statement": ["ends", "batches"],
  outbox: ["intents"],
  budget: ["budget"],
  "own-drafts": ["left-drafts"],
  lane: ["lane"],
};
/** Per cent; below it the run fails. */
const LEAST = 85;

// `npm run mutate:sql`, or with names of files: `npm run mutate:sql -- outbox`.
const root = resolve(import.meta.dirname, "../..");
let planted: { path: string; source: string } | null = null;
const vitest = await createVitest(
  "test",
  { root, config: resolve(import.meta.dirname, "vitest.config.ts"), watch: false, bail: 1, reporters: [{}] },
  {
    plugins: [
      {
        name: "planted-mutant",
        enforce: "pre",
        transform: (_code, id) => (id === planted?.path ? { code: planted.source, map: null } : undefined),
      },
    ],
  },
);

let killed = 0;
const survivors: string[] = [];
const only = process.argv.slice(2);
for (const [name, tests] of Object.entries(judges)) {
  if (only.length > 0 && !only.includes(name)) continue;
  const path = resolve(root, `lib/agent/${name}.ts`);
  const files = tests.map((test) => `tests/turns/${test}.test.ts`);
  if (!(await passes(path, null, files))) throw new Error(`The tests of ${name}.ts fail without any change.`);
  for (const mutant of sqlMutants(readFileSync(path, "utf8"))) {
    const survived = await passes(path, mutant, files);
    const told = `${name}.ts:${mutant.line}: ${JSON.stringify(mutant.was)} -> ${JSON.stringify(mutant.becomes)}`;
    if (survived) survivors.push(told);
    else killed += 1;
    console.log(`${survived ? "survived" : "killed  "} ${told}`);
  }
}
await vitest.close();
const score = (100 * killed) / (killed + survivors.length);
console.log(
  `\nSQL: ${killed + survivors.length} mutants, ${killed} killed, ${survivors.length} survived: ${score.toFixed(1)} %`,
);
for (const told of survivors) console.log(`  ${told}`);
process.exit(score < LEAST ? 1 : 0);

/** Runs the tests with a change in place. */
async function passes(path: string, mutant: SqlMutant | null, files: string[]): Promise<boolean> {
  // The file that was changed last may be another one.
  for (const file of [path, planted?.path ?? path]) vitest.invalidateFile(file);
  planted = mutant && { path, source: mutant.source };
  vitest.state.filesMap.clear();
  const { testModules, unhandledErrors } = await vitest.start(files);
  if (unhandledErrors.length > 0 || testModules.some((module) => !module.ok())) return false;
  if (testModules.length !== files.length) throw new Error(`${files.join(", ")} were not all run.`);
  return true;
}
