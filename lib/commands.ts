import { z } from "zod";
import type { App } from "./app";
import { AppError } from "./errors";
import { makeDemoLink } from "./users/demo";
import { hasOwner, makeSignInLink } from "./users/owner";

/** Commands that need the database, whether a server holds it or not. */
export async function runCommand(app: App, command: { name: string; args?: unknown }): Promise<unknown> {
  switch (command.name) {
    case "sign-in-link":
      return { link: await makeSignInLink(app) };
    case "first-sign-in-link":
      return { link: (await hasOwner(app)) ? null : await makeSignInLink(app) };
    case "demo-sign-in-link":
      return { link: await makeDemoLink(app) };
    default:
      throw new AppError("malformed", `There is no command "${command.name}".`);
  }
}

export const linkReply = z.object({ link: z.string().nullable() });
