import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PlatformError } from "@/lib/errors";
import { planFor } from "./files";
import { arrived, journey } from "./journey";
import type { Rewrite } from "./network";
import { openStage, type Stage, secretsOf } from "./stage";
import type { Subject } from "./subject";
import { verbsOf } from "./verbs";

/** Where an address in an answer must not lead a call or a credential. */
function hostile({ origin, hosts }: Subject["platform"]): string[] {
  const own = new URL(origin).hostname;
  const wide = hosts.map((host) => host.replace("*.", "files."));
  return [
    "https://evil.example",
    `https://${own}.evil.example`,
    `https://evil${own.split(".").slice(-2).join(".")}`,
    ...wide.flatMap((host) => [`http://${host}`, `https://${host}:8443`, `https://ann:secret@${host}`]),
    "http://169.254.169.254",
    "http://127.0.0.1:9",
    "ftp://127.0.0.1",
    "javascript:alert(1)//",
    "//evil.example",
  ];
}

/** Addresses in answers, and redirects, are the platform's word; credentials go to its API alone. */
export function hosts(subject: Subject): void {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage(subject);
  });
  afterAll(() => stage.close());
  const leading = (to: string): Rewrite => {
    return async (answer) => {
      const { status, headers } = answer;
      const text = (await answer.text()).replaceAll(/http:\/\/127\.0\.0\.1:\d+/g, to);
      return new Response(status === 204 ? null : text, { status, headers: pick(headers) });
    };
  };

  test.each(subject.platform.listing ? hostile(subject.platform) : [])(
    "an answer that names %s leads no call there",
    async (address) => {
      const { session, network } = stage.open({ asReal: true, rewrite: leading(address) });
      const travel = journey(stage.platform, await planFor(stage.platform));
      await travel.go(session).catch((error) => expect(error).toBeInstanceOf(PlatformError));
      expect(network.sent.filter(({ origin }) => origin !== stage.platform.origin)).toEqual([]);
      const live = await arrived(stage, await planFor(stage.platform));
      const seen = await stage.platform.listing?.read(session, live.remoteId, live.plan);
      expect(seen).toMatchObject({ state: "live", url: null });
      const found = await stage.platform.listing?.find(session, live.plan, new Date());
      expect(found).toMatchObject([{ remoteId: live.remoteId, url: null }]);
    },
  );

  test("an answer that names another host of its own sends no credential there", async () => {
    const wide = stage.platform.hosts.map((host) => `https://${host.replace("*.", "files.")}`);
    const secrets = secretsOf(stage.platform, stage.credentials);
    for (const address of wide) {
      const { session, network } = stage.open({ asReal: true, rewrite: leading(address) });
      // Tokens are renewed where the documentation says, not where an answer does.
      const verbs = verbsOf(stage, await planFor(stage.platform), "1").filter(
        ({ name }) => name !== "refresh",
      );
      for (const { act } of verbs) await act(session).catch(() => {});
      const [api, elsewhere] = [true, false].map((own) =>
        network.sent.filter(({ origin }) => (origin === stage.platform.origin) === own),
      );
      const tell = (words: string) => secrets.some((secret) => words.includes(secret));
      expect(api?.some(({ words }) => tell(words))).toBe(true);
      expect(elsewhere?.filter(({ words }) => tell(words))).toEqual([]);
    }
  });

  describe("a redirect is not followed", () => {
    test.each([301, 302, 303, 307, 308])("%i", async (status) => {
      const met: string[] = [];
      const elsewhere = await serve((request, response) => {
        met.push(request.url ?? "");
        response.end("{}");
      });
      const redirecting = await serve((request, response) => {
        request.resume();
        response.writeHead(status, { location: `${elsewhere.url}${request.url}` }).end();
      });
      for (const { name, act } of verbsOf(stage, await planFor(stage.platform), "1")) {
        const error = await stage.failureOf(act(stage.open({ origin: redirecting.url }).session));
        expect(["unexpected", "uncertain", "unreachable"], name).toContain(error.kind);
      }
      expect(met).toEqual([]);
      await redirecting.close();
      await elsewhere.close();
    });
  });
}

function pick(headers: Headers): Headers {
  const kept = new Headers(headers);
  for (const name of ["content-length", "content-encoding"]) kept.delete(name);
  return kept;
}

/** A server on this machine that answers everything alike. */
export async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const server: Server = createServer(answer);
  await new Promise<void>((done) => void server.listen(0, "127.0.0.1", done));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
