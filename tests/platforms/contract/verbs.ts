import type { Job, Plan, Session } from "@/lib/platforms/platform";
import type { Stage } from "./stage";

export interface Verb {
  name: string;
  act(session: Session): Promise<unknown>;
}

/** Every verb that a platform has and that calls it, for a listing that is on sale. */
export function verbsOf({ platform }: Pick<Stage, "platform">, plan: Plan, remoteId: string): Verb[] {
  const { access, listing, sales, stats, byHand } = platform;
  const verb = (name: string, act: Verb["act"]): Verb => ({ name, act });
  const job = (fresh: boolean): Job => ({ plan, remoteId, notes: {}, fresh, note: async () => {} });
  const refresh = access.kind === "token" ? access.refresh : undefined;
  return [
    ...(access.kind === "token" ? [verb("verify", access.verify)] : []),
    ...(refresh ? [verb("refresh", refresh.run)] : []),
    ...(listing
      ? [
          verb("find", (session) => listing.find(session, plan, new Date())),
          verb("create", (session) => listing.create(session, plan)),
          verb("upload", (session) => listing.upload(session, job(true))),
          verb("upload again", (session) => listing.upload(session, job(false))),
          verb("enrich", (session) => listing.enrich(session, job(true))),
          verb("read", (session) => listing.read(session, remoteId, plan)),
          verb("publish", (session) => listing.publish(session, remoteId, plan)),
          verb("price", (session) => listing.price(session, remoteId, plan)),
          verb("unlist", (session) => listing.unlist(session, remoteId)),
          verb("removeDraft", (session) => listing.removeDraft(session, remoteId)),
        ]
      : []),
    ...(listing?.strays ? [verb("strays", async (s) => listing.strays?.(s, plan, "1"))] : []),
    ...(listing?.ownDrafts ? [verb("ownDrafts", async (s) => listing.ownDrafts?.(s))] : []),
    ...(stats ? [verb("stats", (session) => stats.read(session, [remoteId]))] : []),
    ...(sales ? [verb("sales", (session) => sales.poll(session, null))] : []),
    ...(byHand ? [verb("look", (session) => byHand.look(session, remoteId))] : []),
  ];
}
