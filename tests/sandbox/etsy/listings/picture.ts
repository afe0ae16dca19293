export type Picture = { filetype: string; width: number; height: number };

/** Type and size of a PNG, JPEG or GIF from its first bytes; undefined for anything else. */
export function measure(bytes: Buffer): Picture | undefined {
  if (bytes.length < 24) return undefined;
  if (bytes.subarray(0, 8).toString("hex") === "89504e470d0a1a0a") {
    return { filetype: "image/png", width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
  }
  if (/^GIF8[79]a$/.test(bytes.subarray(0, 6).toString("latin1"))) {
    return { filetype: "image/gif", width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) };
  }
  return bytes.readUInt16BE(0) === 0xffd8 ? measureJpeg(bytes) : undefined;
}

function measureJpeg(bytes: Buffer): Picture | undefined {
  let at = 2;
  while (at + 9 < bytes.length && bytes[at] === 0xff) {
    const marker = bytes.readUInt8(at + 1);
    // Start-of-frame markers, without the three that are something else.
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      return {
        filetype: "image/jpeg",
        width: bytes.readUInt16BE(at + 7),
        height: bytes.readUInt16BE(at + 5),
      };
    }
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return undefined;
}
