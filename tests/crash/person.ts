import { z } from "zod";
import { credentialsOf, type Markets } from "../support/markets";
import type { ProductServer } from "../support/server";
import { smallPdf } from "../support/small-pdf";

const actions = z.array(
  z.object({
    id: z.number(),
    action_type: z.string(),
    platform_id: z.number().nullable(),
    input_type: z.string(),
    input_options: z.array(z.object({ value: z.string() })),
  }),
);
const platforms = ["etsy", "gumroad"] as const;

/** The owner: connects, adds manuals, presses the button, answers what is asked. */
export function owner(markets: Markets) {
  const secrets: string[] = [];
  let manuals = 0;
  let answers = 0;

  async function connect(server: ProductServer, id: number): Promise<void> {
    const name = platforms[id - 1];
    if (!name) return;
    const given = await credentialsOf(markets, name);
    for (const [field, value] of Object.entries(given))
      if (/token|secret/.test(field)) secrets.push(String(value));
    await server.call("POST", `/platforms/${id}/configure`, given);
  }

  return {
    /** Values that must show nowhere. */
    secrets,
    count: () => ({ manuals, answers }),
    async moveIn(server: ProductServer): Promise<void> {
      for (const id of [1, 2]) {
        await connect(server, id);
        await server.call("POST", `/platforms/${id}/activate`);
      }
    },
    /** The title of the next manual. */
    nextTitle(): string {
      manuals += 1;
      return `Field Guide Number ${manuals}`;
    },
    /** @returns the status of the answer. */
    async upload(server: ProductServer, title: string): Promise<number> {
      const bytes = await smallPdf(title, manuals);
      const form = new FormData();
      form.set("rights", "own_work");
      form.set("file", new Blob([new Uint8Array(bytes)]), `guide-${manuals}.pdf`);
      return (await server.call("POST", "/manuals", form)).status;
    },
    async pressButton(server: ProductServer): Promise<number> {
      return (await server.call("POST", "/agent/run")).status;
    },
    /** Answers what is open: gives new credentials, has looked, has no opinion on a doubtful draft. */
    async answer(server: ProductServer): Promise<void> {
      const { status, body } = await server.call("GET", "/actions?status=pending&limit=100");
      for (const action of status === 200 ? actions.parse(body) : []) {
        if (action.action_type === "authentication") await connect(server, action.platform_id ?? 0);
        else if (action.action_type === "verification")
          await server.call("POST", `/actions/${action.id}/resolve`, { response: true });
        else if (action.action_type === "choose")
          await server.call("POST", `/actions/${action.id}/resolve`, { response: "none" });
        else continue;
        answers += 1;
      }
    },
  };
}

export type Owner = ReturnType<typeof owner>;
