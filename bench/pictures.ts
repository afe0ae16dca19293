import { openAsBlob } from "node:fs";
import { mkdir, mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright";
import { z } from "zod";
import { buildIfNeeded } from "../bin/build";
import { printedLink, setPassword, signIn } from "../tests/browser/person";
import { screensOf } from "../tests/browser/screens";
import { makeSampleManuals } from "../tests/sandbox/manuals/make";
import { openBrowser } from "../tests/support/browser";
import { credentialsOf, type Markets, openMarkets } from "../tests/support/markets";
import { type ProductServer, removeData, startProduct } from "../tests/support/server";
import { waitFor } from "../tests/support/wait";

/**
 * `node --import tsx bench/pictures.ts`: takes a picture of every screen of a demo-like run, light, dark and on a phone.
 * Those that README.md shows go to docs/, the others to a temporary folder that is printed at the end.
 */
const forReadme: Record<string, string> = {
  "overview-light": "overview-light.png",
  "overview-dark": "overview-dark.png",
  "listings-light": "listings-light.png",
  "action-file-light": "action-light.png",
};
const largestForReadme = 200_000;

const looks = [
  { suffix: "light", colorScheme: "light", viewport: { width: 1440, height: 900 } },
  { suffix: "dark", colorScheme: "dark", viewport: { width: 1440, height: 900 } },
  { suffix: "phone", colorScheme: "light", viewport: { width: 390, height: 844 } },
  { suffix: "phone-dark", colorScheme: "dark", viewport: { width: 390, height: 844 } },
] as const;

async function pictures(): Promise<void> {
  buildIfNeeded(process.cwd());
  const dir = await mkdtemp(join(tmpdir(), "pictures-"));
  const markets = await openMarkets();
  const server = await startProduct({ origins: markets.origins, env: { DEMO: "1" } });
  const browser = await openBrowser();
  try {
    await setPassword(await browser.visit(), await printedLink(server));
    for (const { suffix, colorScheme, viewport } of looks) {
      const page = await browser.visit({ colorScheme, viewport });
      await page.goto(`${server.url}/sign-in`);
      await take(page, join(dir, `sign-in-${suffix}.png`));
      await signIn(page, server.url);
      await take(page, join(dir, `first-run-${suffix}.png`));
      await page.context().close();
    }
    await fill(server, markets, join(dir, "manuals"));
    const screens = await screensOf(server);
    for (const { suffix, colorScheme, viewport } of looks) {
      const page = await browser.visit({ colorScheme, viewport });
      await signIn(page, server.url);
      for (const { name, path } of screens) {
        await page.goto(`${server.url}${path}`);
        await page.waitForLoadState("networkidle");
        const kept = forReadme[`${name}-${suffix}`];
        await take(page, kept ? join("docs", kept) : join(dir, `${name}-${suffix}.png`));
      }
      await page.context().close();
    }
  } finally {
    await browser.close();
    await server.stop();
    await markets.close();
    removeData(server.dataDir);
    await rm(join(dir, "manuals"), { recursive: true, force: true });
  }
  for (const file of Object.values(forReadme)) {
    const { size } = await stat(join("docs", file));
    console.log(`docs/${file}: ${size} bytes${size > largestForReadme ? ", TOO LARGE" : ""}`);
    if (size > largestForReadme) process.exitCode = 1;
  }
  console.log(`All others: ${dir}`);
}

async function take(page: Page, path: string): Promise<void> {
  await mkdir("docs", { recursive: true });
  await page.evaluate(() => document.fonts.ready.then(() => null));
  await page.screenshot({ path });
}

const rows = z.array(z.looseObject({ status: z.string() }));

/** Both shops on, the sample manuals listed; one is too large for Etsy, and the rights of two are still unknown. */
async function fill(server: ProductServer, markets: Markets, dir: string): Promise<void> {
  await server.call("PATCH", "/settings", { agent_enabled: false });
  for (const [index, name] of (["etsy", "gumroad"] as const).entries()) {
    await server.call("POST", `/platforms/${index + 1}/configure`, await credentialsOf(markets, name));
    await server.call("POST", `/platforms/${index + 1}/activate`);
  }
  for (const [index, manual] of (await makeSampleManuals(dir)).entries()) {
    const form = new FormData();
    if (index > 1) form.set("rights", manual.rights);
    form.set("description", manual.description);
    form.set("tags", manual.tags.join(","));
    if (manual.price) form.set("price", manual.price);
    form.set("file", await openAsBlob(manual.file, { type: "application/pdf" }), manual.fileName);
    const reply = await server.call("POST", "/manuals", form);
    if (reply.status !== 201) throw new Error(`${manual.fileName}: ${JSON.stringify(reply.body)}`);
  }
  const all = async (list: string) => rows.parse((await server.call("GET", `/${list}?limit=100`)).body);
  const none = async (list: string, status: string) =>
    (await all(list)).every((row) => row.status !== status) ? true : null;
  await waitFor(() => none("manuals", "processing"), 180_000);
  await server.call("PATCH", "/settings", { agent_enabled: true });
  await server.call("POST", "/agent/run");
  await waitFor(
    async () => ((await all("listings")).length >= 24 ? none("listings", "pending") : null),
    180_000,
  );
  await waitFor(() => none("agent/runs", "running"), 60_000);
}

await pictures();
