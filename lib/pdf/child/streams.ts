/** The part of a stream's dictionary that says how big it becomes. */
export interface PdfStream {
  /** Where its data begin in the file. */
  start: number;
  /** Filter names in the order of decoding, in full. */
  filters: string[];
  isImage: boolean;
  /** Declared pixels, 0 when it declares none. */
  pixels: number;
}

/** Dictionaries longer than this are read from their last part. */
const dictionaryWindow = 4096;

const shortNames: Record<string, string> = {
  Fl: "FlateDecode",
  AHx: "ASCIIHexDecode",
  A85: "ASCII85Decode",
};

/**
 * Every stream in the bytes of a file, found by its keyword and not through the file's own tables: those may lie.
 */
export function* streamsOf(bytes: Buffer): Generator<PdfStream> {
  const keyword = "stream";
  for (let at = bytes.indexOf(keyword); at !== -1; at = bytes.indexOf(keyword, at + keyword.length)) {
    const start = dataStart(bytes, at + keyword.length);
    if (start === null) continue;
    const dictionary = dictionaryBefore(bytes, at);
    if (dictionary !== null) yield { start, ...readDictionary(dictionary, bytes, start) };
  }
}

function dataStart(bytes: Buffer, at: number): number | null {
  if (bytes[at] === 0x0a) return at + 1;
  if (bytes[at] !== 0x0d) return null;
  return bytes[at + 1] === 0x0a ? at + 2 : at + 1;
}

function dictionaryBefore(bytes: Buffer, at: number): string | null {
  const text = bytes.toString("latin1", Math.max(0, at - dictionaryWindow), at);
  if (!/>>\s*$/.test(text.slice(-64))) return null;
  return text.slice(text.lastIndexOf("obj") + 1);
}

function readDictionary(dictionary: string, bytes: Buffer, start: number): Omit<PdfStream, "start"> {
  const plain = dictionary.replace(/#([0-9a-fA-F]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  const isImage = /\/Subtype\s*\/Image\b/.test(plain);
  const pixels = isImage ? numberOf(plain, "Width") * numberOf(plain, "Height") : 0;
  return { filters: filtersOf(plain) ?? guessed(bytes, start), isImage, pixels };
}

function filtersOf(dictionary: string): string[] | null {
  const value = /\/Filter\s*(\[[^\]]*\]|\/[A-Za-z0-9]+)/.exec(dictionary)?.[1];
  if (value === undefined) return null;
  return [...value.matchAll(/\/([A-Za-z0-9]+)/g)].map(([, name = ""]) => shortNames[name] ?? name);
}

/** The filter may be named elsewhere in the file; the two header bytes of zlib (RFC 1950) tell as much. */
function guessed(bytes: Buffer, start: number): string[] {
  const first = bytes[start] ?? 0;
  const second = bytes[start + 1] ?? 0;
  const isZlib = (first & 0x0f) === 8 && (first * 256 + second) % 31 === 0;
  return isZlib ? ["FlateDecode"] : [];
}

function numberOf(dictionary: string, key: string): number {
  return Number(new RegExp(`/${key}\\s+(\\d+)`).exec(dictionary)?.[1] ?? 0);
}
