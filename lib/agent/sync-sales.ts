import { platforms } from "../platforms";
import { syncPlatforms } from "../revenue/sync";
import { bookEvents } from "../revenue/webhook";
import { readAgenda } from "./agenda";
import { noResult, type Task } from "./cycle";

/** Books what webhooks brought, and reads the sales of every connected platform. */
export const syncSales: Task = async (app, deadline, _report, part, known) => {
  const { counts, problems } = noResult();
  const { settings, events, targets } = known ?? (await readAgenda(app, part));
  if (!settings.agentEnabled) return noResult();
  if (!part && events) for (const sold of (await bookEvents(app)).values()) counts.synced += sold;
  const able = targets.filter(({ name, connected }) => connected && platformOf(name)?.sales !== undefined);
  if (able.length === 0) return { counts, problems, more: false };
  const results = await syncPlatforms(app, able, deadline);
  for (const [index, { sold, problem }] of results.entries()) {
    counts.synced += sold;
    const name = able[index]?.name ?? "";
    if (problem !== null) problems.push(`${platformOf(name)?.displayName ?? name}: ${problem}`);
  }
  return { counts, problems, more: results.some(({ more }) => more) };
};

function platformOf(name: string) {
  return platforms.find((platform) => platform.name === name);
}
