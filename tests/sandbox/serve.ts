import { parseArgs } from "node:util";
import { z } from "zod";
import { startBuyers } from "@/tests/sandbox/buyers";
import { startEtsy } from "@/tests/sandbox/etsy";
import { startGumroad } from "@/tests/sandbox/gumroad";
import { startPayhip } from "@/tests/sandbox/payhip";

/**
 * Starts the stand-in marketplaces for the demo and the crash tests:
 * `node --import tsx tests/sandbox/serve.ts --dir <dir> --profile real --etsy 4010 --gumroad 4020 --payhip 4030`.
 * Port 0 is any free port. With `--buyers <ms>` a buyer comes that often. Prints one line of JSON with the addresses
 * when all are ready; ends on SIGTERM.
 */
const { values } = parseArgs({
  options: {
    dir: { type: "string" },
    profile: { type: "string", default: "real" },
    etsy: { type: "string", default: "0" },
    gumroad: { type: "string", default: "0" },
    payhip: { type: "string", default: "0" },
    buyers: { type: "string" },
    established: { type: "boolean", default: false },
  },
});

const port = z.coerce.number().int().min(0).max(65_535);
const options = z
  .object({
    dir: z.string().optional(),
    profile: z.enum(["real", "open"]),
    etsy: port,
    gumroad: port,
    payhip: port,
    buyers: z.coerce.number().int().positive().optional(),
  })
  .parse(values);
const { dir, profile } = options;

const etsy = await startEtsy({ port: options.etsy, profile, dir });
const gumroad = await startGumroad({
  port: options.gumroad,
  profile,
  dir,
  established: values.established,
});
const payhip = await startPayhip({ port: options.payhip, profile, dir });
const urls = { etsy: etsy.url, gumroad: gumroad.url, payhip: payhip.url };
const buyers =
  options.buyers === undefined ? undefined : startBuyers(urls, { everyMs: options.buyers, seed: 1 });

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, () => {
    buyers?.stop();
    Promise.all([etsy.close(), gumroad.close(), payhip.close()]).then(() => process.exit(0));
  });
}

process.stdout.write(`${JSON.stringify(urls)}\n`);
