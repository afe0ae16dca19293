import type { World } from "@/tests/sandbox/gumroad/context";
import { externalId, nextNumber } from "@/tests/sandbox/gumroad/ids";
import { flag, integer, isObject, type Params, text, textOrNull } from "@/tests/sandbox/gumroad/params";
import type { Page, Product, ProductFile } from "@/tests/sandbox/gumroad/state";
import { isOwnFileUrl, keyOfFileUrl } from "@/tests/sandbox/gumroad/uploads/keys";

const NOT_YOURS =
  "File URLs must reference your own uploaded files. Use the presigned upload endpoint to upload files first.";

/** Whether new files point to the seller's own uploads; null = they do. */
export function refuseFileUrls(world: World, entries: Params[]): string | null {
  if (entries.some((entry) => typeof entry.url !== "string" || entry.url.trim() === "")) {
    return "Each file must include a url string.";
  }
  return entries.every((entry) => isOwnFileUrl(world, text(entry.url))) ? null : NOT_YOURS;
}

/** A product file from an entry of `files`; the upload it names becomes attached. */
export function newFile(world: World, entry: Params, position: number): ProductFile {
  const key = keyOfFileUrl(world, text(entry.url));
  const upload = world.books.uploads.find((known) => known.key === key && known.state === "completed");
  if (upload !== undefined) {
    upload.attached = true;
    world.keep.upload(upload);
  }
  const filename = key.slice(key.lastIndexOf("/") + 1);
  return {
    id: externalId(nextNumber(world.books)),
    key,
    name: text(entry.display_name) || filename.replace(/\.[^.]+$/, ""),
    description: textOrNull(entry.description),
    position: integer(entry.position) ?? position,
    stream_only: flag(entry.stream_only) ?? false,
    sha256: upload?.sha256 ?? null,
    size: upload?.size ?? null,
  };
}

/** The caller's own id of a new file, if any: `external_id`, or plain `id`. */
export function temporaryId(entry: Params): string | null {
  return textOrNull(entry.external_id) ?? textOrNull(entry.id);
}

/** Pages from the `rich_content` parameter, with temporary file ids replaced by real ones. */
export function readPages(
  world: World,
  value: unknown,
  mappings: Record<string, string>,
  old: Page[],
): Page[] {
  const pages = Array.isArray(value) ? value.filter(isObject) : [];
  return pages.map((page) => ({
    id: old.find((known) => known.id === page.id)?.id ?? externalId(nextNumber(world.books)),
    title: text(page.title) || null,
    content: nodesOf(page.description).map((node) => withRealIds(node, mappings)),
  }));
}

/** The file ids of all `fileEmbed` nodes, however deep. */
export function embeddedIds(nodes: unknown[]): string[] {
  return nodes.filter(isObject).flatMap((node) => {
    const own = node.type === "fileEmbed" && isObject(node.attrs) ? [text(node.attrs.id)] : [];
    return [...own, ...(Array.isArray(node.content) ? embeddedIds(node.content) : [])];
  });
}

/** Embedded ids of pages not yet saved, as they were sent. */
export function embeddedInParams(value: unknown): string[] {
  const pages = Array.isArray(value) ? value.filter(isObject) : [];
  return pages.flatMap((page) => embeddedIds(nodesOf(page.description)));
}

/** What the buyer's page shows of the product's files. */
export function buyerPage(product: Product): string[] {
  const embedded = new Set(product.rich_content.flatMap((page) => embeddedIds(page.content)));
  return product.files.filter((file) => embedded.has(file.id)).map((file) => file.id);
}

function nodesOf(description: unknown): unknown[] {
  const nodes = isObject(description) ? description.content : description;
  return Array.isArray(nodes) ? nodes : [];
}

function withRealIds(node: unknown, mappings: Record<string, string>): unknown {
  if (!isObject(node)) return node;
  const content = Array.isArray(node.content)
    ? { content: node.content.map((inner) => withRealIds(inner, mappings)) }
    : {};
  if (node.type !== "fileEmbed" || !isObject(node.attrs)) return { ...node, ...content };
  const id = text(node.attrs.id);
  return { ...node, ...content, attrs: { ...node.attrs, id: mappings[id] ?? id } };
}
