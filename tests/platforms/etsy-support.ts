import { PlatformError } from "@/lib/errors";
import type { Fetch } from "@/lib/http";
import type { Account, Credentials, Job, Notes, Plan, PlannedFile, Session } from "@/lib/platforms/platform";

export const pdfBytes = new TextEncoder().encode("%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n");

/** A small real JPEG (8 x 8, grey), so that a stand-in that looks at the bytes is content. */
export const jpegBytes = Uint8Array.from(
  Buffer.from(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgKCgkICQkKDA8MCgsOCwkJDRENDg8QEBEQCgwSExIQEw8QEBD/wAALCAAIAAgBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AVN//2Q==",
    "base64",
  ),
);

export function planned(name: string, mime: string, bytes: Uint8Array): PlannedFile {
  return { key: `files/${name}`, name, size: bytes.byteLength, sha256: "0".repeat(64), mime };
}

export function makePlan(over: Partial<Plan> = {}): Plan {
  const image = (rank: number) => ({
    ...planned(`cover-${rank}.jpg`, "image/jpeg", jpegBytes),
    alt: `Page ${rank} of the guide`,
  });
  return {
    key: "m42-p1-g1",
    slug: "pump-repair-guide",
    title: "Pump Repair Guide PDF, 42 Pages",
    description: "How to take a pump apart & put it back.\n\n42 pages.",
    tags: ["pump repair", "repair guide", "pdf manual"],
    price: { amount: 1299, currency: "USD" },
    file: planned("pump-repair-guide.pdf", "application/pdf", pdfBytes),
    images: [image(1), image(2), image(3)],
    thumbnail: null,
    pageCount: 42,
    ...over,
  };
}

export const anyCredentials: Credentials = {
  api_key: "keystring00000000000000",
  api_secret: "sharedsecret",
  access_token: "71234567.accesstokenvalue",
  refresh_token: "71234567.refreshtokenvalue",
  shop_id: "51234567",
  expires_at: "2026-05-01T12:00:00.000Z",
};

export const anyAccount: Account = {
  name: "NorthlightManuals",
  currency: "USD",
  facts: { taxonomy_id: 2078 },
};

export interface TestSession extends Session {
  seen: Parameters<Session["sawLimits"]>[0][];
}

export function makeSession(over: Partial<Session> = {}): TestSession {
  const seen: TestSession["seen"] = [];
  return {
    fetch: (url, init) => fetch(url, init),
    now: () => new Date(),
    random: () => 0.5,
    origin: "http://127.0.0.1:1",
    tokenUrl: null,
    credentials: anyCredentials,
    account: anyAccount,
    timing: { readMs: 2_000, createMs: 2_000, uploadMs: () => 2_000 },
    open: async (file) => new Blob([file.mime === "application/pdf" ? pdfBytes : jpegBytes]),
    sawLimits: (limits) => void seen.push(limits),
    seen,
    ...over,
  };
}

export function makeJob(plan: Plan, remoteId: string, fresh = true, notes: Notes = {}): Job {
  const job: Job = {
    plan,
    remoteId,
    notes,
    fresh,
    note: async (patch) => void Object.assign(job.notes, patch),
  };
  return job;
}

/** A network that answers from a list, in order, and keeps what was asked. */
export function scripted(...answers: (Response | Error)[]): { fetch: Fetch; asked: Request[] } {
  const asked: Request[] = [];
  const left = [...answers];
  return {
    asked,
    fetch: async (url, init) => {
      const { signal: _signal, ...rest } = init;
      asked.push(new Request(url, rest));
      const answer = left.shift();
      if (!answer) throw new Error(`nothing scripted for ${init.method} ${url}`);
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
}

export function reply(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  const bodyless = status === 204 || body === null;
  return new Response(bodyless ? null : typeof body === "string" ? body : JSON.stringify(body), {
    status,
    headers,
  });
}

/** The `PlatformError` that a promise ends in; anything else fails the test. */
export async function failureOf(promise: Promise<unknown>): Promise<PlatformError> {
  const error = await promise.then(
    (value) => new Error(`no error, but ${JSON.stringify(value)}`),
    (thrown: unknown) => thrown,
  );
  if (error instanceof PlatformError) return error;
  throw error;
}
