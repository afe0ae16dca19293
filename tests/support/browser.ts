import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright";

export interface TestBrowser {
  /** A new person: cookies, cache and window of their own. */
  visit(options?: BrowserContextOptions): Promise<Page>;
  /** Addresses of other hosts that a page asked for. */
  foreign: string[];
  /** What pages wrote to the console as an error, and scripts that broke. */
  errors: string[];
  close(): Promise<void>;
}

/**
 * A Chromium of this test file: the one that CHROMIUM_PATH names, the system's, else the one that comes as an npm
 * package. It reaches no host but 127.0.0.1. @throws Error when there is none: nothing is skipped.
 */
export async function openBrowser(): Promise<TestBrowser> {
  const found = await findChromium();
  const browser = await chromium.launch({
    executablePath: found.path,
    args: ["--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"],
  });
  const foreign: string[] = [];
  const errors: string[] = [];
  return {
    foreign,
    errors,
    visit: (options) => visit(browser, { foreign, errors }, options),
    async close() {
      await browser.close();
      found.remove();
    },
  };
}

async function visit(
  browser: Browser,
  { foreign, errors }: Pick<TestBrowser, "foreign" | "errors">,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    reducedMotion: "reduce",
    timezoneId: "UTC",
    ...options,
  });
  context.setDefaultTimeout(30_000);
  context.on("request", (request) => {
    const url = new URL(request.url());
    if (/^(http|ws)s?:$/.test(url.protocol) && url.hostname !== "127.0.0.1") foreign.push(url.href);
  });
  context.on("weberror", (error) => errors.push(String(error.error())));
  context.on("console", (message) => {
    if (message.type() !== "error") return;
    const from = message.location().url;
    // The browser itself notes each refusal of the API and each page that is not here; a test asked for those.
    const refusal = /^Failed to load resource: .* status of 4\d\d/.test(message.text());
    const asked =
      from === message.page()?.url() || new URL(from, "http://127.0.0.1").pathname.startsWith("/api/");
    if (!(refusal && asked)) errors.push(`${message.text()} (${from})`);
  });
  return context.newPage();
}

async function findChromium(): Promise<{ path: string; remove(): void }> {
  const given = process.env.CHROMIUM_PATH;
  if (given) return { path: given, remove() {} };
  if (existsSync("/usr/bin/chromium")) return { path: "/usr/bin/chromium", remove() {} };
  // It unpacks itself into the temporary folder. One of our own: two test files must not unpack over each other.
  const before = process.env.TMPDIR;
  const dir = mkdtempSync(join(tmpdir(), "chromium-"));
  process.env.TMPDIR = dir;
  // Without this it leaves out the libraries that a bare Linux lacks; it is read when the package is loaded.
  process.env.AWS_LAMBDA_JS_RUNTIME = "nodejs20.x";
  try {
    const { default: packagedChromium } = await import("@sparticuz/chromium");
    const path = await packagedChromium.executablePath();
    return { path, remove: () => rmSync(dir, { recursive: true, force: true }) };
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
}
