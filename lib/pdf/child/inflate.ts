import { Readable } from "node:stream";
import { createInflate, inflateSync } from "node:zlib";

const chunkBytes = 64 * 1024;
const quickBytes = 1024 * 1024;
const quickInput = 256 * 1024;

/**
 * How many bytes of `data` a small stream inflates to, without a thread; null when it is bigger than that or
 * goes on behind `data`, and 0 when it is no stream at all.
 */
export function quickInflatedSize(data: Buffer): number | null {
  if (data.length > quickInput) return null;
  try {
    return inflateSync(data, { maxOutputLength: quickBytes }).length;
  } catch (error) {
    const tooLarge = error instanceof RangeError;
    return tooLarge || endedEarly(error) ? null : 0;
  }
}

function endedEarly(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "Z_BUF_ERROR";
}

/**
 * Decodes `data` through the leading filters it knows and calls `grew` with the bytes that each of them puts out.
 * Nothing is kept. Ends at the end of the compressed data, whatever lies behind it, or when `grew` throws.
 */
export async function inflate(data: Buffer, filters: string[], grew: (bytes: number) => void): Promise<void> {
  let chunks: Chunks = chunksOf(data);
  for (const filter of filters) {
    const decode = decoders[filter];
    if (decode === undefined) break;
    chunks = metered(decode(chunks), grew);
  }
  for await (const _ of chunks);
}

type Chunks = AsyncIterable<Buffer>;

const decoders: Record<string, (source: Chunks) => Chunks> = {
  FlateDecode: inflated,
  ASCIIHexDecode: fromHex,
  ASCII85Decode: fromAscii85,
};

async function* chunksOf(data: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < data.length; at += chunkBytes) {
    // A copy: the threads of zlib must not read memory that the engine may move.
    yield Buffer.from(data.subarray(at, at + chunkBytes));
  }
}

async function* metered(source: Chunks, grew: (bytes: number) => void): AsyncGenerator<Buffer> {
  for await (const chunk of source) {
    grew(chunk.length);
    yield chunk;
  }
}

async function* inflated(source: Chunks): AsyncGenerator<Buffer> {
  const input = Readable.from(source);
  const output = createInflate({ chunkSize: chunkBytes });
  input.on("error", (error) => output.destroy(error));
  input.pipe(output);
  try {
    for await (const chunk of output) yield chunk;
  } catch (error) {
    // Broken data end where they break; what came out before has been counted.
    if (!isZlibError(error)) throw error;
  } finally {
    input.destroy();
    output.destroy();
  }
}

function isZlibError(error: unknown): boolean {
  if (!(error instanceof Error) || !("code" in error)) return false;
  return typeof error.code === "string" && error.code.startsWith("Z_");
}

async function* fromHex(source: Chunks): AsyncGenerator<Buffer> {
  let odd = "";
  for await (const chunk of source) {
    const text = chunk.toString("latin1");
    const end = text.indexOf(">");
    const digits = odd + (end === -1 ? text : text.slice(0, end)).replace(/[^0-9a-fA-F]/g, "");
    odd = digits.length % 2 === 1 ? digits.slice(-1) : "";
    yield Buffer.from(digits, "hex");
    if (end !== -1) return;
  }
}

async function* fromAscii85(source: Chunks): AsyncGenerator<Buffer> {
  let rest = "";
  for await (const chunk of source) {
    const text = chunk.toString("latin1");
    const end = text.indexOf("~");
    const digits =
      rest + (end === -1 ? text : text.slice(0, end)).replace(/[^!-uz]/g, "").replaceAll("z", "!!!!!");
    const whole = end === -1 ? digits.length - (digits.length % 5) : digits.length;
    rest = digits.slice(whole);
    yield ascii85(digits.slice(0, whole));
    if (end !== -1) return;
  }
}

function ascii85(digits: string): Buffer {
  const bytes: number[] = [];
  for (let at = 0; at < digits.length; at += 5) {
    const group = digits.slice(at, at + 5);
    let value = 0;
    for (const digit of group.padEnd(5, "u")) value = value * 85 + digit.charCodeAt(0) - 33;
    for (let byte = 0; byte < group.length - 1; byte += 1)
      bytes.push(Math.floor(value / 256 ** (3 - byte)) & 0xff);
  }
  return Buffer.from(bytes);
}
