import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Rewrite } from "./network";
import { readsOf } from "./scenarios";
import { openStage, type Stage } from "./stage";
import type { Subject } from "./subject";

const html = "<!doctype html><title>Just a moment...</title>";
const saying = (status: number, body: string): Rewrite => {
  return () => new Response(body, { status, headers: { "content-type": "application/json" } });
};

/** Answers that are none, though the connection is fine. */
const odd: [name: string, rewrite: Rewrite][] = [
  ["a page", saying(200, html)],
  ["a page that says 404", saying(404, html)],
  ["a page that says 403", saying(403, html)],
  ["nothing at all", saying(200, "")],
  ["null", saying(200, "null")],
  ["a number", saying(200, "0")],
  ["a text", saying(200, '"ok"')],
  ["an empty list", saying(200, "[]")],
  ["an empty object", saying(200, "{}")],
  ["success without the rest", saying(200, '{"success":true}')],
  ["a count without the list", saying(200, '{"count":0}')],
  [
    "a list that is null",
    saying(200, '{"success":true,"count":0,"results":null,"products":null,"sales":null}'),
  ],
  [
    "a list that is an object",
    saying(200, '{"success":true,"count":0,"results":{},"products":{},"sales":{}}'),
  ],
  ["a redirect to a page", saying(302, html)],
  ["half of the JSON", async (answer) => retold(answer, (text) => text.slice(0, text.length / 2))],
  [
    "other names for everything",
    async (answer) => retold(answer, (text) => text.replace(/"(\w+)":/g, '"x_$1":')),
  ],
];

async function retold(answer: Response, change: (text: string) => string): Promise<Response> {
  const text = await answer.text();
  return new Response(change(text), { status: answer.status });
}

/** A read that cannot be understood says so; it is never "nothing there". */
export function oddAnswers(subject: Subject): void {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage(subject);
  });
  afterAll(() => stage.close());

  // What is no page is told apart by the reader of pages itself.
  for (const scenario of readsOf(subject).filter(({ name }) => name !== "look"))
    describe(`${scenario.name}, answered at any of its calls with`, () => {
      test.each(odd)("%s", async (_name, rewrite) => {
        const { act } = await scenario.prepare(stage);
        const quiet = stage.open();
        await act(quiet.session);
        for (const [at, call] of quiet.network.sent.entries()) {
          const { session } = stage.open({
            rewrite: (answer, now) => (now === at ? rewrite(answer, now) : answer),
          });
          const error = await stage.failureOf(act(session));
          expect(["unexpected", "unreachable", "auth_expired"], call.url).toContain(error.kind);
        }
      });
    });
}
