import { parseArgs } from "node:util";
import { z } from "zod";
import { startEtsy } from "@/tests/sandbox/etsy";
import { startGumroad } from "@/tests/sandbox/gumroad";

/**
 * Starts the stand-in marketplaces for the demo and the crash tests:
 * `node --import tsx tests/sandbox/serve.ts --dir <dir> --profile real --etsy 4010 --gumroad 4020`.
 * Port 0 is any free port. Prints one line of JSON with the addresses when both are ready; ends on SIGTERM.
 */
const { values } = parseArgs({
  options: {
    dir: { type: "string" },
    profile: { type: "string", default: "real" },
    etsy: { type: "string", default: "0" },
    gumroad: { type: "string", default: "0" },
    established: { type: "boolean", default: false },
  },
});

const port = z.coerce.number().int().min(0).max(65_535);
const options = z
  .object({ dir: z.string().optional(), profile: z.enum(["real", "open"]), etsy: port, gumroad: port })
  .parse(values);
const { dir, profile } = options;

const etsy = await startEtsy({ port: options.etsy, profile, dir });
const gumroad = await startGumroad({
  port: options.gumroad,
  profile,
  dir,
  established: values.established,
});

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, () => {
    Promise.all([etsy.close(), gumroad.close()]).then(() => process.exit(0));
  });
}

process.stdout.write(`${JSON.stringify({ etsy: etsy.url, gumroad: gumroad.url })}\n`);
