import type { RemoteListing } from "../platforms/platform";

/** What is compared; null is not known and differs from nothing. */
export type Seen = Pick<RemoteListing, "title" | "price"> & {
  files: RemoteListing["files"] | null;
  imageCount: RemoteListing["imageCount"] | null;
};

/** What should be there. Price in minor units, size in bytes. */
export interface Wanted {
  title: string;
  price: { amount: number; currency: string };
  file: { size: number };
}

/** What differs between a remote listing and what should be there, in words; empty when it may be (or stay) public. */
export function differences(remote: Seen, made: Wanted): string[] {
  const wrong: string[] = [];
  if (collapse(remote.title) !== collapse(made.title)) wrong.push(`the title is “${remote.title}”`);
  if (remote.price?.amount !== made.price.amount || remote.price.currency !== made.price.currency)
    wrong.push("the price differs");
  if (remote.files) wrong.push(...wrongFiles(remote.files, made));
  if (remote.imageCount === 0) wrong.push("there is no picture");
  return wrong;
}

function wrongFiles(files: RemoteListing["files"], made: Wanted): string[] {
  const [file] = files;
  if (!file) return ["the file is missing"];
  const wrong: string[] = [];
  if (files.length > 1) wrong.push(`there are ${files.length} files`);
  if (file.size !== null && file.size !== made.file.size) wrong.push("the file has another size");
  return wrong;
}

function collapse(text: string): string {
  return text.normalize("NFC").replace(/\s+/gu, " ").trim();
}
