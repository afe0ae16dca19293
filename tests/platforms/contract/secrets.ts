import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PlatformError } from "@/lib/errors";
import { planFor } from "./files";
import { serve } from "./hosts";
import { openStage, type Stage, secretsOf } from "./stage";
import type { Subject } from "./subject";
import { verbsOf } from "./verbs";

/** Ways to say back all that was asked, credentials and all. */
const echoes: Record<string, (words: string) => string> = {
  text: (words) => words,
  "a page": (words) => `<html><pre>${words}</pre></html>`,
  "an error with a text": (words) => JSON.stringify({ error: words, error_description: words }),
  "a refusal": (words) => JSON.stringify({ success: false, message: words }),
  "a malformed request": (words) => JSON.stringify({ status: 400, error: words }),
  "a list of problems": (words) => JSON.stringify([{ path: `/title/${words}`, type: "x", message: words }]),
  "half of the JSON": (words) => `{"error":${JSON.stringify(words)},`,
  "JSON of another shape": (words) =>
    JSON.stringify({ success: true, product: words, results: words, count: words }),
};
const statuses = [200, 201, 202, 400, 401, 403, 404, 408, 409, 413, 422, 429, 500, 503];

/**
 * A server that says everything back: no error of any verb repeats a credential, in its words or in what caused it.
 * Errors of all other tests of the suite are looked through in the same way.
 */
export function secrets(subject: Subject): void {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage(subject);
  });
  afterAll(() => stage.close());

  describe("no error repeats a credential that was said back as", () => {
    test.each(Object.keys(echoes))("%s", async (name) => {
      let status = 200;
      let said = "";
      const server = await serve(async (request, response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of request) chunks.push(chunk);
        said = [request.url, ...request.rawHeaders, Buffer.concat(chunks).toString()].join("\n");
        response.writeHead(status, { "content-type": "application/json" }).end(echoes[name]?.(said));
      });
      let [errors, repeated] = [0, 0];
      for (status of statuses)
        for (const { act } of verbsOf(stage, await planFor(stage.platform), "1")) {
          const error = await act(stage.open({ origin: server.url }).session).then(
            () => null,
            (thrown: unknown) => thrown,
          );
          if (secretsOf(stage.platform, stage.credentials).some((secret) => said.includes(secret)))
            repeated += 1;
          if (error === null) continue;
          errors += 1;
          expect(error).toBeInstanceOf(PlatformError);
          await stage.failureOf(Promise.reject(error));
        }
      expect(Math.min(errors, repeated)).toBeGreaterThan(statuses.length / 2);
      await server.close();
    });
  });
}
