import { z } from "zod";
import type { Control } from "@/tests/sandbox/kit/types";
import { pathPattern } from "@/tests/sandbox/qstash/routes";
import type { World } from "@/tests/sandbox/qstash/world";

const nothing = z.strictObject({});
const againSchema = z.strictObject({ ids: z.array(z.string()).min(1) });

/** What the stand-in adds to the control door. */
export function controlOf(world: World): Control {
  return {
    books: world.books,
    clock: world.clock,
    view: () => ({ messages: world.messages.all(), switches: world.switches() }),
    set: world.set,
    token(body) {
      nothing.parse(body);
      return world.account();
    },
    pattern: (_method, path) => pathPattern(path),
    errorBody: () => ({ error: "internal error" }),
    routes: {
      "POST roll-keys": (body) => {
        nothing.parse(body);
        return world.rollKeys();
      },
      /** Delivered messages are sent once more, as after a crash of QStash's own server. */
      "POST redeliver": (body) => {
        const { ids } = againSchema.parse(body);
        for (const id of ids) {
          const message = world.messages.get(id);
          if (!message) throw new Error(`no message ${id}`);
          world.messages.put(id, { ...message, state: "pending", due_ms: world.clock.now().getTime() });
        }
        return { ids };
      },
    },
  };
}
