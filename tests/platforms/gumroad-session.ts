import { createHash } from "node:crypto";
import type { Job, Notes, Plan, PlannedFile, Session } from "@/lib/platforms/platform";

export const key = "m17-p2-g1";

/** Bytes and description of one of our files. */
export function fileOf(name: string, mime: string, bytes: Uint8Array<ArrayBuffer>) {
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const file: PlannedFile = { key: `files/${name}`, name, mime, size: bytes.byteLength, sha256 };
  return { file, bytes };
}

export const pdf = fileOf(
  "boiler-manual.pdf",
  "application/pdf",
  new TextEncoder().encode("%PDF-1.7 boiler %%EOF"),
);

export function planOf(changes: Partial<Plan> = {}): Plan {
  return {
    key,
    slug: "boiler-xr200",
    title: "Boiler XR200 service manual",
    description: "<p>84-page PDF.</p>",
    tags: ["manual", "repair"],
    price: { amount: 900, currency: "USD" },
    file: pdf.file,
    images: [],
    thumbnail: null,
    pageCount: 84,
    ...changes,
  };
}

export interface SessionParts {
  origin: string;
  token: string;
  fetch?: Session["fetch"];
  files?: { file: PlannedFile; bytes: Uint8Array<ArrayBuffer> }[];
  now?: Date;
  readMs?: number;
}

export function sessionOf({
  origin,
  token,
  fetch: use,
  files = [pdf],
  now,
  readMs = 2_000,
}: SessionParts): Session {
  return {
    fetch: use ?? fetch,
    now: () => now ?? new Date(),
    random: () => 0.5,
    origin,
    tokenUrl: null,
    credentials: { api_token: token },
    account: null,
    timing: { readMs, createMs: readMs, uploadMs: () => readMs },
    async open(wanted) {
      const found = files.find(({ file }) => file.key === wanted.key);
      if (!found) throw new Error(`no such file: ${wanted.key}`);
      return new Blob([found.bytes]);
    },
    sawLimits: () => {},
  };
}

/** A job whose notes are kept as the engine would keep them. */
export function jobOf(plan: Plan, remoteId: string, { fresh = true, notes = {} as Notes } = {}): Job {
  const kept = { ...notes };
  return {
    plan,
    remoteId,
    notes: kept,
    fresh,
    async note(patch) {
      Object.assign(kept, patch);
    },
  };
}
