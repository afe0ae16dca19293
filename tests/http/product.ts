import { expect } from "vitest";
import { z } from "zod";
import { operations } from "@/lib/route/operations";
import { type ProductServer, type ServerOptions, startProduct } from "../support/server";
import { smallPdf } from "../support/small-pdf";
import { waitFor } from "../support/wait";

export const owner = { email: "ann@example.org", password: "a long enough password" };

/** The product as its users get it, with an owner and small uploads; without `origins` no marketplace answers. */
export function startWithOwner(
  env: Record<string, string> = {},
  options: Omit<ServerOptions, "env"> = {},
): Promise<ProductServer> {
  return startProduct({
    ...options,
    env: { OWNER_EMAIL: owner.email, OWNER_PASSWORD: owner.password, MAX_UPLOAD_MB: "1", ...env },
  });
}

/** Signs in as a browser does. @returns the session cookie, or the sentence that says why not. */
export async function signInAt(url: string, { email, password } = owner) {
  const start = await fetch(`${url}/api/auth/csrf`);
  const { csrfToken } = JSON.parse(await start.text());
  const response = await fetch(`${url}/api/auth/callback/credentials`, {
    method: "POST",
    headers: { cookie: cookiesOf(start), origin: url, "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ csrfToken, email, password, json: "true" }),
    redirect: "manual",
  });
  const { url: to } = JSON.parse(await response.text());
  const error = new URL(to, url).searchParams.get("error");
  const set = response.headers.getSetCookie().find((cookie) => cookie.includes("session-token=")) ?? "";
  return { status: response.status, error, set, cookie: set.split(";")[0] ?? "" };
}

/** Signs out as a browser does. */
export async function signOutAt(url: string, cookie: string): Promise<number> {
  const start = await fetch(`${url}/api/auth/csrf`, { headers: { cookie } });
  const { csrfToken } = JSON.parse(await start.text());
  const response = await fetch(`${url}/api/auth/signout`, {
    method: "POST",
    headers: {
      cookie: `${cookie}; ${cookiesOf(start)}`,
      origin: url,
      "content-type": "application/x-www-form-urlencoded",
    },
    body: new URLSearchParams({ csrfToken, json: "true" }),
    redirect: "manual",
  });
  await response.text();
  return response.status;
}

function cookiesOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
}

/** The declared answer of a route: what the server sends must fit it exactly. */
export function answerOf(method: string, path: string): z.ZodType {
  const found = operations.find((one) => one.method === method && one.path === `/api/passive-income${path}`);
  if (!found?.answer) throw new Error(`No answer is declared for ${method} ${path}.`);
  return found.answer;
}

/** The fields that the contract promises for a row of each list. */
export const fields = {
  manuals:
    "id title description status error_message rights rights_note price currency language page_count file_size sha256 has_text cover_url preview_urls created_at processed_at",
  listings:
    "id manual_id platform_id title seo_title description tags price currency status platform_listing_id platform_url views favorites sales revenue error_message retry_count next_attempt_at created_at listed_at",
  actions:
    "id action_type priority title description prompt input_type input_options context status user_response created_at expires_at platform_id listing_id manual_id",
  platforms:
    "id name display_name platform_type is_active is_free supports_api_listing supports_digital_downloads credentials_status credential_fields listing_count total_revenue currency sync_status last_sync sync_error webhook_url",
  "agent/runs": "id task trigger status started_at finished_at progress counts error",
  "revenue/entries":
    "id listing_id platform_id transaction_id amount fee net_amount transaction_date transaction_type currency quantity basis",
};

export const row = z.looseObject({ id: z.number().int() });
export type Row = z.infer<typeof row>;

/** Rows of a list: a bare array that fits what is declared, each row with the fields of the contract. */
export async function listed(server: ProductServer, list: keyof typeof fields, query = "") {
  const { status, body, headers } = await server.call("GET", `/${list}${query}`);
  expect(status).toBe(200);
  answerOf("GET", `/${list}`).parse(body);
  const rows = z.array(row).parse(body);
  for (const one of rows) expect(Object.keys(one)).toEqual(expect.arrayContaining(fields[list].split(" ")));
  return { rows, link: headers.get("link") };
}

/** Every row of a list, read page by page by the addresses that the server gives. */
export async function readAll(server: ProductServer, list: keyof typeof fields, query: string) {
  const seen: Row[] = [];
  let pages = 0;
  for (let search: string | null = query; search !== null; pages += 1) {
    const page: Awaited<ReturnType<typeof listed>> = await listed(server, list, search);
    seen.push(...page.rows);
    const next = /^<([^>]+)>; rel="next"$/.exec(page.link ?? "")?.[1];
    expect(next?.startsWith(`${server.api}/${list}?`) ?? true).toBe(true);
    search = next ? new URL(next).search : null;
  }
  return { rows: seen, pages };
}

/** A form with a small PDF and text fields. */
export async function formOf(title: string, seed: number, texts: Record<string, string> = {}) {
  return withFile(await smallPdf(title, seed), `${title}.pdf`, texts);
}

export function withFile(bytes: Uint8Array, name: string, texts: Record<string, string> = {}): FormData {
  const form = new FormData();
  for (const [field, value] of Object.entries(texts)) form.append(field, value);
  form.append("file", new File([Buffer.from(bytes)], name));
  return form;
}

/** Waits until a manual has been read. */
export function processed(server: ProductServer, id: number): Promise<Row> {
  return waitFor(async () => {
    const manual = row.parse((await server.call("GET", `/manuals/${id}`)).body);
    return manual.status === "processing" ? null : manual;
  }, 60_000);
}
