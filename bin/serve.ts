import { createServer, type Server } from "node:http";
import next from "next";
import { closeDb } from "@/db/client";
import { env } from "@/lib/env";
import { log } from "@/lib/log";

/** Serves the build in this process and resolves once `/api/health` answers 200. @throws Error when it does not come up. */
export async function serve(root: string): Promise<{ close(): Promise<void> }> {
  const { host, port, appUrl, publicAddress } = env();
  const secure = appUrl.startsWith("https:");
  const app = next({ dev: false, dir: root, hostname: host, port });
  await app.prepare();
  const handle = app.getRequestHandler();
  const server = createServer((request, response) => {
    // Behind a public address a proxy says who is calling; else only the socket can.
    if (!publicAddress) request.headers["x-forwarded-for"] = request.socket.remoteAddress;
    if (secure) response.setHeader("strict-transport-security", "max-age=31536000; includeSubDomains");
    handle(request, response).catch((error) => log("request_failed", { error }));
  });
  await listen(server, port, host);
  await healthy(`http://${host.includes(":") ? `[${host}]` : host}:${port}/api/health`);
  return {
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      await closeDb();
    },
  };
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((done, fail) => {
    server.once("error", (error) => fail(inWords(error, port)));
    server.listen(port, host, done);
  });
}

function inWords(error: Error, port: number): Error {
  const busy = "code" in error && error.code === "EADDRINUSE";
  return busy ? new Error(`Port ${port} is in use. Set PORT to another one.`) : error;
}

async function healthy(url: string): Promise<void> {
  for (let attempt = 0; attempt < 240; attempt += 1) {
    const response = await fetch(url).catch(() => null);
    if (response?.ok) return;
    await new Promise((done) => setTimeout(done, 250));
  }
  throw new Error("The server did not become healthy within a minute. The lines above say why.");
}
