import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";

/** `npm test`: types, lint and dead code, the production build, then every test. The last line counts. */
const report = join(mkdtempSync(join(tmpdir(), "tests-")), "report.json");
const checked = step("npm", ["run", "-s", "check"]);
const built = step(process.execPath, ["--import", "tsx", "bin/build.ts"]);
const vitest = [
  "node_modules/vitest/vitest.mjs",
  "run",
  "--reporter=default",
  "--reporter=json",
  `--outputFile.json=${report}`,
];
const tested = built && step(process.execPath, [...vitest, ...process.argv.slice(2)]);
const { passed, failed, skipped } = counts();
const steps = Number(!checked) + Number(!built) + Number(built && !tested && failed === 0);
console.log(
  `\n${passed + Number(checked) + Number(built)} passed, ${failed + steps} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`,
);
process.exit(failed + steps > 0 || passed === 0 ? 1 : 0);

function step(command: string, args: string[]): boolean {
  const { status } = spawnSync(command, args, {
    stdio: "inherit",
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1" },
  });
  return status === 0;
}

function counts(): { passed: number; failed: number; skipped: number } {
  const shape = z.object({
    numPassedTests: z.number(),
    numFailedTests: z.number(),
    numPendingTests: z.number(),
  });
  try {
    const { numPassedTests, numFailedTests, numPendingTests } = shape.parse(
      JSON.parse(readFileSync(report, "utf8")),
    );
    return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}
