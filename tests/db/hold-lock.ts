import { holdLock } from "@/db/lock";
import { messageOf } from "@/lib/errors";

/** Takes the lock of the folder in the argument, says so, and keeps it until the process ends. */
const [folder = "", startAt = "0"] = process.argv.slice(2);
const wait = Number(startAt) - Date.now();
if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
try {
  await holdLock(folder, async (command) => ({ heard: command, by: process.pid }));
  console.log("held");
} catch (error) {
  console.log(`refused: ${messageOf(error)}`);
}
setInterval(() => {}, 1_000);
