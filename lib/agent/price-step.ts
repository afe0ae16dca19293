import { PlatformError } from "../errors";
import type { RemoteListing } from "../platforms/platform";
import { frozen, offSale, recorded, vanished } from "./recorded";
import { end, type Turn, type TurnEnd } from "./turn";

/** Brings the planned price to a listing that is there: read, set where it differs, read back. Nothing else is touched. */
export async function price(turn: Turn): Promise<TurnEnd | undefined> {
  const { api, work, lane, session } = turn;
  const made = frozen(work);
  const remoteId = recorded(work);
  const before = await api.read(session, remoteId, made);
  if (before === null || before.state === "gone") return vanished(turn);
  const changes = !shows(before, made.price);
  if (changes) await api.price(session, remoteId, made);
  const after = changes ? await api.read(session, remoteId, made) : before;
  if (after === null || after.state === "gone") return vanished(turn);
  if (!shows(after, made.price)) {
    const sentence = `${lane.platform.displayName} took the new price and still shows the old one.`;
    throw new PlatformError("unexpected", sentence, { field: "price" });
  }
  const journal = { step: "price", outcome: { price: made.price, was: before.price, state: after.state } };
  const shown = { title: after.title, price: made.price, url: after.url };
  if (after.state === "live") {
    await end(turn, { status: "listed", message: null, shown, journal });
    return "repriced";
  }
  return offSale(turn, after.state, "price", journal.outcome);
}

function shows(remote: RemoteListing, price: { amount: number; currency: string }): boolean {
  return remote.price?.amount === price.amount && remote.price.currency === price.currency;
}
