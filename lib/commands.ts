import { z } from "zod";
import type { App } from "./app";
import { AppError } from "./errors";
import { importManual, importRequest } from "./manuals/import";
import { parseBody } from "./route/input";
import { makeDemoLink } from "./users/demo";
import { hasOwner, makeSignInLink } from "./users/owner";

/**
 * Commands that need the database, whether a server holds it or not.
 * @throws AppError `malformed` for an unknown command, `malformed` or `invalid` for its arguments, and what the command
 *   throws.
 */
export async function runCommand(app: App, command: { name: string; args?: unknown }): Promise<unknown> {
  switch (command.name) {
    case "sign-in-link":
      return { link: await makeSignInLink(app) };
    case "first-sign-in-link":
      return { link: (await hasOwner(app)) ? null : await makeSignInLink(app) };
    case "demo-sign-in-link":
      return { link: await makeDemoLink(app) };
    case "import-manual":
      return importManual(app, parseBody(importRequest, command.args));
    case "ready":
      return { ready: true };
    default:
      throw new AppError("malformed", `There is no command "${command.name}".`);
  }
}

export const linkReply = z.object({ link: z.string().nullable() });
