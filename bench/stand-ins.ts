import { type ChildProcess, spawn } from "node:child_process";
import { z } from "zod";
import { door } from "../tests/support/markets";

const printed = z.object({ etsy: z.string(), gumroad: z.string(), payhip: z.string() });

/** The stand-ins (profile `open`) in a process of their own, as marketplaces are. */
export async function standIns() {
  const args = ["--import", "tsx", "tests/sandbox/serve.ts", "--profile", "open", "--established"];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const origins = await firstLine(child).then((line) => printed.parse(JSON.parse(line)));
  const doors = { etsy: door(origins.etsy), gumroad: door(origins.gumroad) };
  return { origins, doors, stop: () => child.kill("SIGTERM") };
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((done, fail) => {
    let text = "";
    child.once("exit", () => fail(new Error("the stand-ins did not start")));
    child.stdout?.on("data", (chunk) => {
      text += chunk;
      if (text.includes("\n")) done(text);
    });
  });
}
