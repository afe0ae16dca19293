import { PlatformError } from "@/lib/errors";
import { gumroad } from "@/lib/platforms/gumroad/index";
import type { Job, Notes, Plan, Session } from "@/lib/platforms/platform";

/**
 * The agent in small: the steps in order; after any error the same step again, no longer fresh, finding before it creates.
 * Gives up at more errors than `most`.
 * @returns the kinds of the errors it met, and the remote id.
 */
export async function listIt(session: Session, plan: Plan, most = 8) {
  const { listing } = gumroad;
  const kinds: string[] = [];
  const notes: Notes = {};
  let remoteId = "";
  const job = (): Job => ({
    plan,
    remoteId,
    notes,
    fresh: kinds.length === 0,
    note: async (patch) => {
      Object.assign(notes, patch);
    },
  });
  const steps = [
    async () => {
      const found = kinds.length > 0 ? await listing.find(session, plan, session.now()) : [];
      remoteId = found[0]?.remoteId ?? (await listing.create(session, plan)).remoteId;
    },
    () => listing.upload(session, job()),
    () => listing.enrich(session, job()),
    async () => {
      const seen = await listing.read(session, remoteId, plan);
      if (seen?.state !== "live") await listing.publish(session, remoteId, plan);
    },
    async () => {
      const seen = await listing.read(session, remoteId, plan);
      if (seen?.state !== "live") throw new Error(`verify saw ${seen?.state}`);
    },
  ];
  for (const step of steps) {
    for (;;) {
      try {
        await step();
        break;
      } catch (error) {
        if (!(error instanceof PlatformError) || kinds.length === most) throw error;
        kinds.push(error.kind);
      }
    }
  }
  return { kinds, remoteId };
}
