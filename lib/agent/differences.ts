import type { Plan, RemoteListing } from "../platforms/platform";

/** What differs between a remote listing and the plan, in words; empty when it may be (or stay) public. */
export function differences(remote: RemoteListing, made: Plan): string[] {
  const wrong: string[] = [];
  if (collapse(remote.title) !== collapse(made.title)) wrong.push(`the title is “${remote.title}”`);
  if (remote.price?.amount !== made.price.amount || remote.price.currency !== made.price.currency)
    wrong.push("the price differs");
  const [file] = remote.files;
  if (!file) wrong.push("the file is missing");
  if (remote.files.length > 1) wrong.push(`there are ${remote.files.length} files`);
  if (file && file.size !== null && file.size !== made.file.size) wrong.push("the file has another size");
  if (remote.imageCount === 0) wrong.push("there is no picture");
  return wrong;
}

function collapse(text: string): string {
  return text.normalize("NFC").replace(/\s+/gu, " ").trim();
}
