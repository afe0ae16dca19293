import { openDb } from "@/db/client";

/** Opens the embedded database of the folder in the argument, saying so just before. */
console.log("opening");
await openDb({ dataDir: process.argv[2] ?? "", migrate: true });
console.log("open");
setInterval(() => {}, 1_000);
