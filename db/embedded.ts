import { join } from "node:path";
import type { Db } from "./db";
import type { Handle } from "./door";
import { holdLock } from "./lock";
import { openFolder } from "./pglite";
import { placeTemplate } from "./template";

export interface EmbeddedOptions {
  /** Absolute. */
  dataDir: string;
  handle?: Handle;
  onStatement?: (text: string) => void;
}

/**
 * The embedded database in `dataDir/db`, made at the first start, and locked until closed.
 * @throws AppError `conflict` when another process has it open.
 */
export async function openEmbedded(options: EmbeddedOptions): Promise<{ db: Db; close(): Promise<void> }> {
  const lock = await holdLock(options.dataDir, options.handle);
  try {
    const folder = join(options.dataDir, "db");
    await placeTemplate(folder);
    const { db, close } = await openFolder(folder, options.onStatement);
    return {
      db,
      close: async () => {
        await close();
        await lock.release();
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}
