import { describe, expect, test } from "vitest";
import { failure } from "@/lib/platforms/etsy/errors";

const now = new Date("2026-05-01T12:00:00Z");

function answer(status: number, body: unknown, headers: Record<string, string> = {}) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return { status, headers: new Headers(headers), text };
}

const A = (error: string) => ({ error });
const C = (error: string, error_description: string) => ({ error, error_description });

describe("what an answer means", () => {
  test.each([
    [401, C("invalid_token", "access token is expired"), "auth_expired", "auth_expired"],
    [401, "", "auth_expired", "auth_expired"],
    [
      403,
      A("Invalid API key: should be in the format 'keystring:shared_secret'."),
      "auth_expired",
      "auth_expired",
    ],
    [
      403,
      A("API key not found or not active, or incorrect shared secret for API key."),
      "auth_expired",
      "auth_expired",
    ],
    [403, A("No user was provided as part of the bearer token."), "auth_expired", "auth_expired"],
    [403, C("insufficient_scope", "Insufficient scope"), "auth_expired", "auth_expired"],
    [403, A("User does not own Shop 123"), "auth_expired", "auth_expired"],
    [403, "<html>Access denied</html>", "unexpected", "unexpected"],
    [429, A("Exceeded per second rate limit"), "rate_limited", "rate_limited"],
    [429, "<html>slow down</html>", "rate_limited", "rate_limited"],
    [500, A("Server Error"), "uncertain", "unreachable"],
    [502, "<html>Bad gateway</html>", "uncertain", "unreachable"],
    [503, "", "uncertain", "unreachable"],
    [408, "", "uncertain", "unreachable"],
    [404, A("Resource not found"), "unexpected", "unexpected"],
    [409, A("Conflict"), "unexpected", "unexpected"],
    [400, "<html>Bad request</html>", "unexpected", "unexpected"],
    [418, A("teapot"), "unexpected", "unexpected"],
    [202, "{}", "uncertain", "unexpected"],
    [302, "", "uncertain", "unexpected"],
    [400, A("anything new"), "refused", "unexpected"],
    [413, "", "refused", "unexpected"],
  ])("%i %j is %s on a write and %s on a read", (status, body, write, read) => {
    expect(failure(answer(status, body), true, now).kind).toBe(write);
    expect(failure(answer(status, body), false, now).kind).toBe(read);
  });
});

describe("a refusal names our field", () => {
  test.each([
    [[{ path: "/title/1", type: "invalid_characters", message: "contains invalid characters" }], "title"],
    [A("There was a problem with /tags : You may not have duplicate tags."), "tags"],
    [A("There was a problem with /tags : contains invalid character"), "tags"],
    [A("There was a problem with /price : must be above min price ₫4,420 VND"), "price"],
    [[{ path: "/description", type: "too_long", message: "is too long" }], "description"],
    [[{ path: "/products/0/offerings/0/price", type: "x", message: "is bad" }], "price"],
    [A("A valid name must be provided with a new file."), "file"],
    [A("Either a valid listing_file_id or file must be provided."), "file"],
    [A("An error ocurred while uploading your file, please try again."), "file"],
    [
      A(
        "This digital listing cannot be activated. Please upload a file or associate an existing file to download with this listing.",
      ),
      "file",
    ],
    [A("There was a problem with /return/policy : cannot be null"), undefined],
  ])("%j: %s", (body, field) => {
    const error = failure(answer(400, body), true, now);
    expect([error.kind, error.details.field]).toEqual(["refused", field]);
  });

  test("in a sentence that a seller understands", () => {
    const body = A("There was a problem with /tags : You may not have duplicate tags.");
    expect(failure(answer(400, body), true, now).message).toBe(
      "Etsy refused the tags: You may not have duplicate tags.",
    );
  });
});

describe("what only a person can do", () => {
  test.each([
    [400, A("This listing is not publishable because it's frozen")],
    [403, A("This listing is not publishable because it's frozen")],
    [400, A("This item violates our Prohibited Items Policy")],
    [400, [{ path: "/images", type: "array_too_short", message: "cannot be less than 1 items" }]],
  ])("%i %j", (status, body) => {
    expect(failure(answer(status, body), true, now).kind).toBe("needs_human");
  });
});

describe("when to come back after 429", () => {
  test.each([
    ["Exceeded per second rate limit", {}, 1],
    ["Exceeded per second rate limit", { "retry-after": "3" }, 3],
    ["Exceeded daily rate limit", { "retry-after": "86400" }, 86_400],
    ["Exceeded daily rate limit", {}, 3_600],
    ["", { "x-remaining-today": "0" }, 3_600],
    ["", { "retry-after": "Fri, 01 May 2026 12:00:07 GMT" }, 7],
  ])("%j %j: after %i s", (text, headers, seconds) => {
    const { retryAt } = failure(answer(429, A(text), headers), false, now).details;
    expect(retryAt?.getTime()).toBe(now.getTime() + seconds * 1000);
  });
});

test("the evidence has status, words and the request id, within 500 characters", () => {
  const error = failure(answer(500, "x".repeat(2_000), { "x-etsy-request-uuid": "abc-1" }), false, now);
  expect(error.details.status).toBe(500);
  expect(error.details.words).toHaveLength(500);
  expect(error.details.words?.endsWith("[request abc-1]")).toBe(true);
});
