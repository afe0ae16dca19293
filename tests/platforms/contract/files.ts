import { createHash } from "node:crypto";
import sharp from "sharp";
import type { Plan, PlannedFile, Platform } from "@/lib/platforms/platform";
import { compose } from "@/lib/seo/compose";

const pdf = new TextEncoder().encode("%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n");

interface Kept {
  file: PlannedFile;
  bytes: Uint8Array<ArrayBuffer>;
}

function kept(name: string, mime: string, bytes: Uint8Array<ArrayBuffer>): Kept {
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return { bytes, file: { key: `files/${name}`, name, size: bytes.byteLength, sha256, mime } };
}

async function picture(name: string, width: number, height: number, red: number): Promise<Kept> {
  const background = { r: red, g: 80, b: 120 };
  const made = sharp({ create: { width, height, channels: 3, background } });
  return kept(name, "image/jpeg", new Uint8Array(await made.jpeg().toBuffer()));
}

const files = Promise.all([
  kept("pump-repair.pdf", "application/pdf", pdf),
  picture("pump-repair-1.jpg", 1280, 720, 10),
  picture("pump-repair-2.jpg", 1280, 720, 200),
  picture("thumbnail.jpg", 600, 600, 90),
]);

/** The bytes that our storage has under a key. */
export async function bytesOf(key: string): Promise<Uint8Array<ArrayBuffer> | null> {
  return (await files).find(({ file }) => file.key === key)?.bytes ?? null;
}

let serial = 0;

/** A plan with a key of its own, its texts composed for the platform: one PDF, two pictures, a thumbnail. */
export async function planFor(platform: Platform, change: Partial<Plan> = {}): Promise<Plan> {
  serial += 1;
  const [book, cover, sample, thumbnail] = (await files).map(({ file }) => file);
  if (!book || !cover || !sample || !thumbnail) throw new Error("the files are not there");
  const texts = compose(
    {
      title: `Pump & Valve Repair, No. ${serial}`,
      description: "How to take a pump apart & put it back.",
      tags: ["pump repair", "valve"],
      pageCount: 42,
      language: "en",
      hasText: true,
    },
    platform.content,
  );
  return {
    key: `m${String(serial).padStart(6, "0")}-p1-g1`,
    slug: "pump-valve-repair",
    ...texts,
    price: { amount: 1299, currency: "USD" },
    file: book,
    images: [cover, sample].map((file, index) => ({ ...file, alt: `Page ${index + 1}` })),
    thumbnail,
    pageCount: 42,
    ...change,
  };
}
