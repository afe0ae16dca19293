/** What a file really is, read from its first bytes; sizes are pixels. */
export interface Sniffed {
  /** Null when nothing is recognised: the declared type is then believed, as the real server does. */
  media: string | null;
  width: number | null;
  height: number | null;
}

/** Recognises PNG, JPEG, GIF, WebP, PDF and MP4. */
export function sniff(bytes: Buffer): Sniffed {
  if (bytes.subarray(0, 8).toString("hex") === "89504e470d0a1a0a") return png(bytes);
  if (bytes.subarray(0, 3).toString("hex") === "ffd8ff") return jpeg(bytes);
  const head = bytes.subarray(0, 12).toString("latin1");
  if (/^GIF8[79]a/.test(head) && bytes.length >= 10) {
    return { media: "image/gif", width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) };
  }
  if (head.startsWith("RIFF") && head.endsWith("WEBP")) return unsized("image/webp");
  if (head.startsWith("%PDF")) return unsized("application/pdf");
  if (head.slice(4, 8) === "ftyp") return unsized("video/mp4");
  return unsized(null);
}

function png(bytes: Buffer): Sniffed {
  if (bytes.length < 24) return unsized("image/png");
  return { media: "image/png", width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

/** Walks the JPEG segments to the first start-of-frame. */
function jpeg(bytes: Buffer): Sniffed {
  let at = 2;
  while (at + 9 < bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) {
      return { media: "image/jpeg", width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5) };
    }
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return unsized("image/jpeg");
}

function unsized(media: string | null): Sniffed {
  return { media, width: null, height: null };
}
