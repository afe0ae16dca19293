import { fstatSync, readSync } from "node:fs";
import { endWindow, headerWindow } from "../limits";
import { Refusal } from "./refusal";

/** Padding behind the end is looked through this far. */
const tailBytes = 1024 * 1024;

/** Looks at both ends of a file before anything opens it. @throws Refusal empty, not_a_pdf, truncated. */
export function checkEnds(fd: number): void {
  const size = fstatSync(fd).size;
  if (size === 0) throw new Refusal("empty");
  if (!bytesAt(fd, 0, Math.min(size, headerWindow)).includes("%PDF-")) throw new Refusal("not_a_pdf");

  const tail = bytesAt(fd, Math.max(0, size - tailBytes), Math.min(size, tailBytes));
  const end = endOfContent(tail);
  if (!tail.subarray(Math.max(0, end - endWindow), end).includes("%%EOF")) throw new Refusal("truncated");
}

function bytesAt(fd: number, position: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  readSync(fd, bytes, 0, length, position);
  return bytes;
}

/** Some programs pad a whole file with zero bytes or blank lines. */
function endOfContent(bytes: Buffer): number {
  const padding = new Set([0x00, 0x09, 0x0a, 0x0c, 0x0d, 0x20]);
  let end = bytes.length;
  while (end > 0 && padding.has(bytes[end - 1] ?? -1)) end -= 1;
  return end;
}
