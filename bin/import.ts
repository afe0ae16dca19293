import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { messageOf } from "@/lib/errors";
import { matchFacts, readFacts } from "@/lib/manuals/facts";
import { findFiles, finishReading, type Item, importFiles } from "@/lib/manuals/import";
import { type Commands, openCommands } from "./ask";

const usage = `Usage: npm run import -- <files or folders> [--facts facts.csv]
Adds PDF manuals. Your files stay where they are. Folders are searched for *.pdf.
A manual that is here already is left as it is.
facts.csv has a header row with any of the columns that it needs beside "file":
file,title,description,price,currency,rights,rights_note,language,tags`;

/** `npm run import`: a line for each file as it is done, then a summary. @returns the exit code. */
async function main(): Promise<number> {
  const given = argumentsOf(process.argv.slice(2));
  const factsPath = given.facts === undefined ? null : resolve(given.facts);
  const rows = factsPath === null ? [] : await readFacts(factsPath);
  const files = await findFiles(given.paths);
  const matched = matchFacts(rows, files, factsPath ?? "");
  const commands = openCommands();
  try {
    // Before any file: a database that cannot be used is one sentence, not one for each file.
    await commands.run("ready");
    const items: Item[] = [];
    for await (const item of importFiles(files, matched, (file) => commands.run("import-manual", file))) {
      say(lineOf(item));
      items.push(item);
    }
    await read(commands, items);
    const count = (result: Item["result"]) => items.filter((item) => item.result === result).length;
    if (rows.length > 0 && count("already") > 0)
      say("Manuals that were here already keep the facts they have.");
    say(`${count("added")} added, ${count("already")} already here, ${count("refused")} refused`);
    return count("refused") > 0 ? 1 : 0;
  } finally {
    await commands.close();
  }
}

/** Without a server nobody reads the new manuals later: it is done before this process ends. */
async function read(commands: Commands, items: Item[]): Promise<void> {
  const app = commands.here();
  const taken = items.filter(({ result, again }) => result === "added" || again);
  if (taken.length > 0) say(app ? "Reading them now, one by one." : "The running server reads them now.");
  if (!app) return;
  const ids = taken.flatMap(({ id }) => id ?? []);
  for (const { id, message } of await finishReading(app, ids)) {
    const name = taken.find((item) => item.id === id)?.name ?? "";
    say(`unread    ${id}  ${name}: ${message}`);
  }
}

function lineOf({ result, id, name, message }: Item): string {
  if (result === "refused") return `refused      ${name}: ${message}`;
  const line = `${result.padEnd(10)}${id}  ${name}`;
  return message === null ? line : `${line} (${inBrackets(message)})`;
}

/** “This is so.” within another sentence: “this is so”. */
function inBrackets(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1).replace(/\.$/, "");
}

/** One line, whatever is in the name of a file. */
function say(line: string): void {
  console.log(line.replace(/\p{Cc}+/gu, " "));
}

/** Ends the process with the usage when the arguments are not ours. */
function argumentsOf(args: string[]): { paths: string[]; facts?: string } {
  try {
    const options = { facts: { type: "string" } } as const;
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
    if (positionals.length > 0 && values.facts !== "") return { paths: positionals, facts: values.facts };
  } catch (error) {
    console.error(messageOf(error));
  }
  console.error(usage);
  process.exit(1);
}

main()
  .then((code) => {
    process.exitCode = code;
  })
  .catch((error) => {
    console.error(messageOf(error));
    process.exitCode = 1;
  });
