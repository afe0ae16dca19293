import { CirclePause, Hand } from "lucide-react";
import type { PlatformRow } from "@/db/queries/platforms";
import { connectionStatus, type Status } from "../_ui/words";

const off: Status = { word: "Connected, off", icon: CirclePause, tone: "neutral" };
const byHand: Status = { word: "By hand", icon: Hand, tone: "neutral" };

/** Connection and switch in one word. */
export function statusOf(platform: PlatformRow): Status {
  const { credentialsStatus, listByHand, supportsApiListing } = platform;
  // Listing by hand needs no key: only a key that is refused is worth a word.
  if (
    listByHand &&
    !(credentialsStatus === "error" || (supportsApiListing && credentialsStatus === "verified"))
  )
    return byHand;
  if (credentialsStatus === "verified" && !platform.isActive) return off;
  return connectionStatus(credentialsStatus);
}

/** What is wrong with the connection, in a sentence; null when nothing is. */
export function problemOf(platform: PlatformRow): string | null {
  if (platform.credentialsStatus !== "error") return null;
  return platform.connectionError ?? `${platform.displayName} did not accept what we sent.`;
}

const syncWords: Record<string, string> = {
  never_synced: "Not read yet",
  syncing: "Being read",
  synced: "Read",
  error: "Could not be read",
};

/** How the last reading of sales went. */
export function syncWord({ syncStatus }: Pick<PlatformRow, "syncStatus">): string {
  return syncWords[syncStatus] ?? syncStatus;
}
