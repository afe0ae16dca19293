import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright";
import { z } from "zod";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const found = z.array(
  z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string(), failureSummary: z.string() })) }),
);

/** What axe finds against WCAG 2.2 A and AA, as sentences with the element. */
export async function findings(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const violations = await page.evaluate(
    `axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"] }).then((all) => all.violations)`,
  );
  return found
    .parse(violations)
    .flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`),
    );
}

const desk = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };

/** What is wrong with the page that is open, in both themes, on a desk and on a phone: what axe finds, and its width. */
export async function problemsOf(page: Page, name: string): Promise<string[]> {
  const problems: string[] = [];
  for (const size of [desk, phone]) {
    await page.setViewportSize(size);
    for (const theme of ["light", "dark"] as const) {
      await showTheme(page, theme);
      problems.push(...(await findings(page)).map((one) => `${name}, ${theme}, ${size.width}: ${one}`));
    }
    const wider = await sidewaysScroll(page);
    if (wider > 0) problems.push(`${name} is ${wider} px wider than ${size.width}`);
  }
  await page.setViewportSize(desk);
  return problems;
}

/** How many pixels the page is wider than its window. */
export function sidewaysScroll(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** Shows the page in a theme as the user menu does, without a reload. */
export function showTheme(page: Page, theme: "light" | "dark"): Promise<boolean> {
  return page.evaluate((dark) => document.documentElement.classList.toggle("dark", dark), theme === "dark");
}
