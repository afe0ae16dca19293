import type { Page } from "playwright";
import { type ProductServer, startProduct } from "../support/server";
import { waitFor } from "../support/wait";

export const owner = { name: "Maya Reyes", email: "maya@example.org", password: "a long enough password" };

/** The product with an owner who has a password. */
export function startWithOwner(
  options: { origins?: Record<string, string>; databaseUrl?: string } = {},
): Promise<ProductServer> {
  return startProduct({ ...options, env: { OWNER_EMAIL: owner.email, OWNER_PASSWORD: owner.password } });
}

/** The link that the server prints at its first start. */
export function printedLink(server: ProductServer): Promise<string> {
  return waitFor(async () => /http\S+\/sign-in\?link=\S+/.exec(server.output())?.[0] ?? null, 30_000);
}

/** Opens a sign-in link and fills in what it asks for; it ends on the overview. */
export async function setPassword(page: Page, link: string, given = owner): Promise<void> {
  await page.goto(link);
  await page.getByLabel("Your name").fill(given.name);
  await page.getByLabel("E-mail").fill(given.email);
  await page.getByLabel("New password").fill(given.password);
  await page.getByRole("button", { name: "Set password and sign in" }).click();
  await atOverview(page);
}

/** Signs in by the form; it ends on the overview. */
export async function signIn(page: Page, url: string, given = owner): Promise<void> {
  await page.goto(`${url}/sign-in`);
  await fillSignIn(page, given);
  await atOverview(page);
}

export async function fillSignIn(
  page: Page,
  { email, password }: { email: string; password: string },
): Promise<void> {
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

export async function atOverview(page: Page): Promise<void> {
  await page.waitForURL(/\/passive-income$/);
  await page.getByRole("heading", { level: 1, name: "Overview" }).waitFor();
}

/** Goes somewhere by the bar that a person uses at this width. */
export async function goTo(page: Page, place: string): Promise<void> {
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: place }).click();
  await page.getByRole("heading", { level: 1, name: place, exact: true }).waitFor();
}
