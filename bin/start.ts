import "./production";
import { linkReply } from "@/lib/commands";
import { env } from "@/lib/env";
import { messageOf } from "@/lib/errors";
import { ask } from "./ask";
import { buildIfNeeded } from "./build";
import { serve } from "./serve";

/** `npm start`: builds when needed, serves, prints the address once it answers, and a sign-in link at first start. */
async function start(): Promise<void> {
  const root = process.cwd();
  const { appUrl } = env();
  if (buildIfNeeded(root).built) console.log("Built.");
  const server = await serve(root);
  console.log(`\nPassive Income Dashboard: ${appUrl}/passive-income`);
  const { link } = linkReply.parse(await ask("first-sign-in-link"));
  if (link) console.log(`Sign in (valid once, for 24 hours): ${link}`);
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void server.close().finally(() => process.exit(0)));
  }
}

start().catch((error) => {
  console.error(messageOf(error));
  process.exit(1);
});
