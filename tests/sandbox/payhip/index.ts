import { openBooks } from "@/tests/sandbox/kit/books";
import { openClock } from "@/tests/sandbox/kit/clock";
import { startServer } from "@/tests/sandbox/kit/server";
import type { Profile, Sandbox } from "@/tests/sandbox/kit/types";
import { controlOf } from "@/tests/sandbox/payhip/control";
import { handle } from "@/tests/sandbox/payhip/routes";
import { deliverDue } from "@/tests/sandbox/payhip/webhooks/deliver";
import { openWorld, type World } from "@/tests/sandbox/payhip/world";

const DELIVERY_TICK_MS = 100;

type Options = {
  port?: number;
  /** No difference here: Payhip publishes no rate limits. */
  profile: Profile;
  /** Where the books and files are kept; in memory when absent. */
  dir?: string;
  now?: () => Date;
};

/**
 * Starts the stand-in Payhip on 127.0.0.1: API, dashboard form, public pages and control door on one origin. Its
 * webhooks leave by themselves, ten times a second when due. Rejects when `port` is taken.
 */
export async function startPayhip(options: Options): Promise<Sandbox> {
  const { profile, port, dir, now } = options;
  const books = openBooks({ name: "payhip", dir });
  const clock = openClock(books, now);
  const world = openWorld(books, clock);
  const server = await startServer({
    name: "Payhip",
    profile,
    port,
    handle: (request) => handle(world, request),
    control: controlOf(world),
  });
  const webhooks = startWebhooks(world);
  return {
    url: server.url,
    async close() {
      await webhooks.stop();
      await server.close();
    },
  };
}

/** Looks for due deliveries, never two looks at once. */
function startWebhooks(world: World): { stop(): Promise<void> } {
  let running: Promise<void> | null = null;
  const look = async () => {
    if (await deliverDue(world)) world.books.flush();
  };
  const timer = setInterval(() => {
    running ??= look().finally(() => {
      running = null;
    });
  }, DELIVERY_TICK_MS);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
