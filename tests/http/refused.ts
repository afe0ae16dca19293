import { expect } from "vitest";
import { z } from "zod";

/** RFC 9457, as the contract words it. */
const problem = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  detail: z.string().min(10),
  errors: z.array(z.object({ path: z.string(), message: z.string().min(1) })).optional(),
});

/** Refused with a problem that says nothing about our insides. */
export async function refused(response: Response, status: number) {
  const text = await response.text();
  expect(response.status, text).toBe(status);
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  expect(text).not.toMatch(/node_modules|\.ts:|select |insert |\bat \w+ \(/i);
  const body = problem.parse(JSON.parse(text));
  expect(body.status).toBe(status);
  return body;
}

/** Refused because one name of the input is wrong, and that one is named. */
export async function refusedFor(response: Response, status: number, path: string) {
  const body = await refused(response, status);
  expect(body.errors?.map((one) => one.path)).toContain(path);
  return body;
}
