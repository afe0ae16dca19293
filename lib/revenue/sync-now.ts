import type { App } from "../app";
import { connectionRow } from "../connections/read";
import { AppError } from "../errors";
import { readSettings } from "../settings";
import { type SyncResult, syncPlatforms } from "./sync";

/** A person waits for it: one bounded batch. */
const BATCH_MS = 10_000;

const busy: SyncResult = { sold: 0, more: true, problem: null };

export interface SyncReply {
  message: string;
  last_sync: string | null;
  more: boolean;
}

/**
 * Reads a platform's sales now, as far as one batch goes.
 * @throws AppError `not_found`; `malformed` when the platform cannot be asked for sales or is not connected;
 *   `conflict` while the agent is switched off.
 */
export async function syncNow(app: App, id: number): Promise<SyncReply> {
  const { platform, credentialsStatus } = await connectionRow(app, id);
  const { displayName } = platform;
  if (!platform.sales)
    throw new AppError(
      "malformed",
      `${displayName} cannot be asked for sales. They arrive by webhook, or upload a report.`,
    );
  if (credentialsStatus !== "verified")
    throw new AppError("malformed", `${displayName} is not connected. Enter its keys first.`);
  const { agentEnabled } = await readSettings(app.db);
  if (!agentEnabled)
    throw new AppError("conflict", "The agent is switched off. Switch it on in the settings first.");
  const deadline = new Date(app.world.now().getTime() + BATCH_MS);
  const [{ sold, more, problem } = busy] = await syncPlatforms(app, [{ id, look: true }], deadline);
  const { lastSync } = await connectionRow(app, id);
  const news = sold === 0 ? "No new sales." : sold === 1 ? "1 new sale." : `${sold} new sales.`;
  const message = problem ?? `${news}${more ? " There is more to read: the agent goes on." : ""}`;
  return { message, last_sync: lastSync?.toISOString() ?? null, more };
}
