import type { PdfLimits } from "../limits";
import { inflate, quickInflatedSize } from "./inflate";
import { Refusal } from "./refusal";
import { type PdfStream, streamsOf } from "./streams";

/**
 * Inflates the streams of a file within a budget, keeping nothing, and refuses what explodes. A large file that
 * grows like ordinary ones do is only looked at until the budget ends. @throws Refusal bomb.
 */
export async function checkBombs(bytes: Buffer, limits: PdfLimits): Promise<void> {
  let total = 0;
  for (const stream of streamsOf(bytes)) {
    if (stream.pixels > limits.imagePixels) throw new Refusal("bomb");
    total += await inflatedSize(bytes, stream, limits);
    if (total > limits.inflateBytes) {
      if (total > bytes.length * limits.inflateRatio) throw new Refusal("bomb");
      return;
    }
  }
}

async function inflatedSize(bytes: Buffer, stream: PdfStream, limits: PdfLimits): Promise<number> {
  const flates = stream.filters.filter((name) => name === "FlateDecode").length;
  if (flates === 0) return 0;
  if (flates > 3) throw new Refusal("bomb");

  if (stream.filters[0] === "FlateDecode" && flates === 1) {
    const size = quickInflatedSize(dataOf(bytes, stream));
    if (size !== null) return size;
  }
  const most = stream.isImage ? limits.imageBytes : limits.streamBytes;
  let total = 0;
  await inflate(bytes.subarray(stream.start), stream.filters, (grown) => {
    total += grown;
    if (total > most * flates) throw new Refusal("bomb");
  });
  return total;
}

/** Up to the next `endstream`, which may be a false one within the data: good for a first look only. */
function dataOf(bytes: Buffer, stream: PdfStream): Buffer {
  const end = bytes.indexOf("endstream", stream.start);
  return bytes.subarray(stream.start, end === -1 ? bytes.length : end);
}
