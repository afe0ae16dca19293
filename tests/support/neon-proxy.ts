import { connect } from "node:net";
import { createWebSocketStream, WebSocketServer } from "ws";

export interface NeonProxy {
  /** host:port, as NEON_WS_PROXY takes it. */
  address: string;
  stop(): Promise<void>;
}

/** Carries Neon's driver, which speaks Postgres through a WebSocket, to a server on this machine. */
export async function startNeonProxy(): Promise<NeonProxy> {
  const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
  await new Promise((resolve) => server.once("listening", resolve));
  server.on("connection", (socket, request) => {
    const target = new URL(request.url ?? "/", "http://proxy").searchParams.get("address");
    const port = target?.match(/^127\.0\.0\.1:(\d+)$/)?.[1];
    if (port === undefined) return socket.close(1008, "only this machine");
    const near = createWebSocketStream(socket);
    const far = connect(Number(port), "127.0.0.1");
    near.on("error", () => far.destroy());
    far.on("error", () => socket.terminate());
    near.pipe(far).pipe(near);
  });
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("The proxy has no port.");
  return {
    address: `127.0.0.1:${address.port}`,
    stop: () => {
      for (const client of server.clients) client.terminate();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
