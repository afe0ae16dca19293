import type { Call } from "@/tests/sandbox/gumroad/context";
import { flag, integer, type Params, text, textOrNull } from "@/tests/sandbox/gumroad/params";
import {
  embeddedIds,
  embeddedInParams,
  newFile,
  refuseFileUrls,
  temporaryId,
} from "@/tests/sandbox/gumroad/products/content";
import { fileEntries } from "@/tests/sandbox/gumroad/products/shape";
import type { Product, ProductFile } from "@/tests/sandbox/gumroad/state";
import { fileUrl } from "@/tests/sandbox/gumroad/uploads/keys";

/** The files a product will have; each entry is made only when the whole update is accepted. */
export interface FilePlan {
  files: ((mappings: Record<string, string>) => ProductFile)[];
}

/** Checks the `files` of an update, a full replacement, without changing anything. */
export function planFiles(call: Call, product: Product): FilePlan | { error: string } {
  if (!("files" in call.params)) return { files: product.files.map((file) => () => file) };
  const entries = fileEntries(call.params);
  if (entries === null) return { error: "files must be an array of file objects." };

  const existing = new Map(product.files.map((file) => [file.id, file]));
  const kept = (entry: Params): ProductFile | undefined => existing.get(text(entry.id));
  for (const entry of entries) {
    const error = refuseEntry(call, entry, kept(entry));
    if (error !== null) return { error };
  }
  const urls = refuseFileUrls(
    call,
    entries.filter((entry) => kept(entry) === undefined),
  );
  if (urls !== null) return { error: urls };
  const conflict = refuseEmbedded(call, product, entries);
  if (conflict !== null) return { error: conflict };

  return {
    files: entries.map((entry, index) => (mappings) => {
      const file = kept(entry);
      if (file !== undefined) return "url" in entry ? withFields(file, entry) : file;
      const made = newFile(call, entry, index);
      const temporary = temporaryId(entry);
      if (temporary !== null) mappings[temporary] = made.id;
      return made;
    }),
  };
}

function refuseEntry(call: Call, entry: Params, kept: ProductFile | undefined): string | null {
  if ("modified" in entry) {
    return "'modified' is not an accepted parameter on files[]; it is an internal save-path flag.";
  }
  const url = text(entry.url);
  if (kept === undefined) {
    return url === ""
      ? "Each files entry must reference an existing file by id or include a url for a new file uploaded via POST /v2/files/complete."
      : null;
  }
  if (url === "") {
    return Object.keys(entry).every((name) => name === "id")
      ? null
      : "Include the canonical url returned by POST /v2/files/complete when updating fields on an existing file; an entry with only id keeps the file unchanged.";
  }
  return url === fileUrl(call, kept.key)
    ? null
    : "File URLs must reference your own uploaded files. Use the presigned upload endpoint to upload files first.";
}

function refuseEmbedded(call: Call, product: Product, entries: Params[]): string | null {
  const sent = new Set(entries.map((entry) => text(entry.id)));
  const embedded =
    "rich_content" in call.params
      ? embeddedInParams(call.params.rich_content)
      : product.rich_content.flatMap((page) => embeddedIds(page.content));
  const conflicting = product.files
    .map((file) => file.id)
    .filter((id) => !sent.has(id) && embedded.includes(id));
  if (conflicting.length === 0) return null;
  return `Cannot remove files still referenced in rich content: ${conflicting.join(", ")}. Remove the file embeds from rich content first, or send both changes together.`;
}

function withFields(file: ProductFile, entry: Params): ProductFile {
  return {
    ...file,
    name: text(entry.display_name) || file.name,
    description: "description" in entry ? textOrNull(entry.description) : file.description,
    position: integer(entry.position) ?? file.position,
    stream_only: flag(entry.stream_only) ?? file.stream_only,
  };
}
