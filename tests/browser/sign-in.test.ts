import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { openBrowser, type TestBrowser } from "../support/browser";
import { freePort, type ProductServer, removeData } from "../support/server";
import { atOverview, fillSignIn, owner, signIn, startWithOwner } from "./person";

let server: ProductServer;
let browser: TestBrowser;
let elsewhere: Server;
let elsewhereUrl: string;

beforeAll(async () => {
  const port = await freePort();
  elsewhereUrl = `http://127.0.0.1:${port}`;
  elsewhere = createServer((_, response) =>
    response.setHeader("content-type", "text/html").end("<!doctype html><title>Elsewhere</title>"),
  ).listen(port, "127.0.0.1");
  [server, browser] = await Promise.all([startWithOwner(), openBrowser()]);
}, 240_000);

afterAll(async () => {
  await browser?.close();
  await server?.stop();
  elsewhere?.close();
  if (server) removeData(server.dataDir);
});

const settings = async () =>
  z.object({ agent_enabled: z.boolean() }).parse((await server.call("GET", "/settings")).body);

test("a deep link asks for the sign-in first and leads into the product", async () => {
  const page = await browser.visit();
  await page.goto(`${server.url}/passive-income/manuals?q=knots`);
  await page.waitForURL(/\/sign-in\?from=/);
  await fillSignIn(page, owner);
  await atOverview(page);
}, 60_000);

test("an address of another site is not followed after the sign-in", async () => {
  const page = await browser.visit();
  await page.goto(`${server.url}/sign-in?from=${encodeURIComponent(`${elsewhereUrl}/passive-income`)}`);
  await fillSignIn(page, owner);
  await atOverview(page);
  expect(page.url()).toBe(`${server.url}/passive-income`);
}, 60_000);

test("a page of another origin can change nothing with the session of the visitor", async () => {
  const page = await browser.visit();
  await signIn(page, server.url);
  await page.goto(elsewhereUrl);
  // Without a body type of its own it is a request that a browser sends without asking first.
  await page.evaluate(
    (url) =>
      fetch(url, {
        method: "POST",
        mode: "no-cors",
        credentials: "include",
        headers: { "content-type": "text/plain" },
        body: '{"agent_enabled":false}',
      }),
    `${server.api}/agent/run`,
  );
  const answered = page.waitForResponse((response) => response.url().endsWith("/agent/run"));
  await page.evaluate((url) => {
    const form = document.createElement("form");
    form.method = "post";
    form.action = url;
    document.body.append(form);
    form.submit();
  }, `${server.api}/agent/run`);
  const response = await answered;
  expect((await response.request().allHeaders()).cookie).toContain("session-token=");
  expect(response.status()).toBe(403);
  expect((await server.call("GET", "/agent/runs")).body).toEqual([]);
  expect(await settings()).toEqual({ agent_enabled: true });
  await page.context().close();
}, 60_000);

test("a wrong password is said at once, and after five the wait is named even for the right one", async () => {
  const page = await browser.visit();
  await page.goto(`${server.url}/sign-in`);
  const alert = page.getByRole("main").getByRole("alert");
  for (let guess = 1; guess <= 5; guess += 1) {
    const answered = page.waitForResponse((response) => response.url().includes("/callback/credentials"));
    await fillSignIn(page, { email: owner.email, password: `wrong password ${guess}` });
    await answered;
    await alert.getByText("This e-mail and password do not fit together.").waitFor();
    await page.getByRole("button", { name: "Sign in" }).waitFor();
  }
  expect(await page.getByLabel("E-mail").inputValue()).toBe(owner.email);
  await fillSignIn(page, owner);
  await alert.getByText("Too many wrong passwords. Try again in 15 minutes.").waitFor();
  await page.goto(`${server.url}/passive-income`);
  await page.waitForURL(/\/sign-in/);
}, 60_000);

test("no page spoke to another host, and no script broke", () => {
  expect(browser.foreign).toEqual([]);
  expect(browser.errors).toEqual([]);
});
