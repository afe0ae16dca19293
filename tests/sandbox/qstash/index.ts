import { openBooks } from "@/tests/sandbox/kit/books";
import { openClock } from "@/tests/sandbox/kit/clock";
import { startServer } from "@/tests/sandbox/kit/server";
import type { Profile, Sandbox } from "@/tests/sandbox/kit/types";
import { controlOf } from "@/tests/sandbox/qstash/control";
import { startDeliveries } from "@/tests/sandbox/qstash/deliver";
import { handle } from "@/tests/sandbox/qstash/routes";
import { openWorld } from "@/tests/sandbox/qstash/world";

const TICK_MS = 50;

type Options = {
  port?: number;
  /** No difference here. */
  profile?: Profile;
  /** Where the books are kept; in memory when absent. Messages under way when it ends are sent again. */
  dir?: string;
  now?: () => Date;
};

/**
 * Starts the stand-in QStash on 127.0.0.1, API and control door on one origin. Messages leave by themselves when they
 * are due. Rejects when `port` is taken.
 */
export async function startQstash(options: Options = {}): Promise<Sandbox> {
  const { profile = "open", port, dir, now } = options;
  const books = openBooks({ name: "qstash", dir });
  const world = openWorld(books, openClock(books, now));
  const server = await startServer({
    name: "QStash",
    profile,
    port,
    handle: (request) => handle(world, request),
    control: controlOf(world),
  });
  const deliveries = startDeliveries(world);
  const timer = setInterval(() => deliveries.look(), TICK_MS);
  timer.unref();
  return {
    url: server.url,
    async close() {
      clearInterval(timer);
      await deliveries.ended();
      await server.close();
    },
  };
}
