import { CirclePause, Hand } from "lucide-react";
import type { PlatformRow } from "@/db/queries/platforms";
import { connectionStatus, type Status } from "../_ui/words";

const off: Status = { word: "Connected, off", icon: CirclePause, tone: "neutral" };
const byHand: Status = { word: "By hand", icon: Hand, tone: "neutral" };

/** Connection and switch in one word. */
export function statusOf(platform: PlatformRow): Status {
  if (platform.credentialsStatus === "verified" && !platform.isActive) return off;
  if (platform.listByHand && platform.credentialsStatus !== "verified") return byHand;
  return connectionStatus(platform.credentialsStatus);
}

/** What is wrong with the connection, in a sentence; null when nothing is. */
export function problemOf(platform: PlatformRow): string | null {
  if (platform.credentialsStatus !== "error") return null;
  return platform.connectionError ?? `${platform.displayName} did not accept what we sent.`;
}
