import { handleApi } from "@/tests/sandbox/gumroad/api";
import type { World } from "@/tests/sandbox/gumroad/context";
import { controlOf } from "@/tests/sandbox/gumroad/control";
import { openStore } from "@/tests/sandbox/gumroad/store";
import { handleUpload } from "@/tests/sandbox/gumroad/uploads/host";
import { deliverDue } from "@/tests/sandbox/gumroad/webhooks/deliver";
import { openClock } from "@/tests/sandbox/kit/clock";
import { startServer } from "@/tests/sandbox/kit/server";
import type { Profile, Sandbox } from "@/tests/sandbox/kit/types";

const DELIVERY_TICK_MS = 100;

export interface GumroadOptions {
  /** Absent or 0: any free one. The upload host takes the next one up, or any free one. */
  port?: number;
  profile: Profile;
  /** Keeps the state and the files here, so that a kill loses nothing that was answered. */
  dir?: string;
  /** A seller marked compliant: 100 products a day instead of 10, and no price cap. */
  established?: boolean;
}

export interface GumroadSandbox extends Sandbox {
  /** Origin of the S3-like upload host; it has its own control door for faults. */
  uploadUrl: string;
}

/**
 * Starts the stand-in Gumroad on loopback: API, public pages and control door on `url`, uploads on `uploadUrl`.
 * Rejects when `port` is taken.
 */
export async function startGumroad(options: GumroadOptions): Promise<GumroadSandbox> {
  const { profile, dir, established = false } = options;
  const { books, keep, kit, vault } = openStore({ dir, established });
  const clock = openClock(kit);
  const world: World = { books, keep, vault, now: clock.now, profile, origin: "", uploads: "" };
  const control = controlOf(world, kit, clock);

  const api = await startServer({
    name: "gumroad",
    port: options.port,
    profile,
    control,
    handle: (request) => handleApi(world, request),
  });
  world.origin = api.url;
  const uploads = await startUploads(world, control, books.upload_port ?? nextPort(api.url));
  world.uploads = uploads.url;
  books.upload_port = Number(new URL(uploads.url).port);
  keep.account();
  kit.flush();

  const webhooks = startWebhooks(world, kit);
  return {
    url: api.url,
    uploadUrl: uploads.url,
    async close() {
      await webhooks.stop();
      await uploads.close();
      await api.close();
    },
  };
}

type ServerOptions = Parameters<typeof startServer>[0];

/** Where the upload host's port is taken, any free one does; the books are closed by the API's server alone. */
async function startUploads(world: World, control: ServerOptions["control"], port: number): Promise<Sandbox> {
  const options: ServerOptions = {
    name: "gumroad uploads",
    profile: world.profile,
    control: { ...control, books: { ...control.books, close: () => control.books.flush() } },
    handle: (request) => handleUpload(world, request),
  };
  try {
    return await startServer({ ...options, port });
  } catch {
    return startServer(options);
  }
}

function nextPort(url: string): number {
  return Math.min(65_535, Number(new URL(url).port) + 1);
}

/** Looks for due deliveries ten times a second, never two looks at once. */
function startWebhooks(world: World, kit: ServerOptions["control"]["books"]): { stop(): Promise<void> } {
  let running: Promise<void> | null = null;
  const look = async () => {
    if (!(await deliverDue(world))) return;
    world.keep.account();
    kit.flush();
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
