import { linkReply } from "@/lib/commands";
import { messageOf } from "@/lib/errors";
import { ask } from "./ask";

/** `npm run sign-in-link`: prints a new one-time link. */
ask("sign-in-link")
  .then((reply) => console.log(linkReply.parse(reply).link))
  .catch((error) => {
    console.error(messageOf(error));
    process.exit(1);
  });
