import { freshAccess } from "@/lib/connections/access";
import { sessionFor } from "@/lib/connections/read";
import { ask as askEtsy, shopId } from "@/lib/platforms/etsy/client";
import { call as callGumroad } from "@/lib/platforms/gumroad/client";
import { doneAnswer } from "@/lib/platforms/gumroad/schemas";
import type { Session } from "@/lib/platforms/platform";
import type { PlatformName, Stage } from "./stage";

/** What a seller does to a listing by hand, on the platform's own pages. Prices in minor units. */
export interface Seller {
  rename(remoteId: string, title: string): Promise<void>;
  remove(remoteId: string): Promise<void>;
  removeFile(remoteId: string): Promise<void>;
}

export async function sellerOn({ app }: Stage, name: PlatformName): Promise<Seller> {
  const { platform, credentials, account } = await freshAccess(app, name === "etsy" ? 1 : 2);
  const session = sessionFor(app, platform, credentials, account);
  return name === "etsy" ? onEtsy(session) : onGumroad(session);
}

function onEtsy(session: Session): Seller {
  const send = async (method: "PATCH" | "DELETE" | "GET", path: string, body?: URLSearchParams) => {
    const answer = await askEtsy(session, { method, path, timeoutMs: 5_000, ...(body ? { body } : {}) });
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
    return answer.text;
  };
  const own = (remoteId: string) => `/shops/${shopId(session)}/listings/${remoteId}`;
  return {
    rename: async (remoteId, title) => {
      await send("PATCH", own(remoteId), new URLSearchParams({ title }));
    },
    remove: async (remoteId) => {
      await send("DELETE", `/listings/${remoteId}`);
    },
    removeFile: async (remoteId) => {
      const files = JSON.parse(await send("GET", `${own(remoteId)}/files`));
      await send("DELETE", `${own(remoteId)}/files/${files.results[0].listing_file_id}`);
    },
  };
}

function onGumroad(session: Session): Seller {
  const send = async (method: "PUT" | "DELETE", remoteId: string, body?: Record<string, unknown>) => {
    const path = `/v2/products/${encodeURIComponent(remoteId)}`;
    await callGumroad(session, doneAnswer, { method, path, ...(body ? { body } : {}) });
  };
  return {
    rename: (remoteId, name) => send("PUT", remoteId, { name }),
    remove: (remoteId) => send("DELETE", remoteId),
    removeFile: (remoteId) => send("PUT", remoteId, { files: [], rich_content: [] }),
  };
}
