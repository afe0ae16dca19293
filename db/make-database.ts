import { makeDatabase } from "./template";

/** The process that makes the template, so that the memory of initdb ends with it. Argument: the folder. */
const folder = process.argv[2];
if (folder === undefined) throw new Error("The folder to make is missing.");
await makeDatabase(folder);
