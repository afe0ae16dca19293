import { type ActionRow, getAction } from "@/db/queries/actions";
import { getManual, type ManualRow } from "@/db/queries/manuals";
import { getRun, type RunRow } from "@/db/queries/runs";
import type { App } from "../app";
import { AppError } from "../errors";

/** @throws AppError `not_found`. */
export async function oneManual(app: Pick<App, "db">, id: number): Promise<ManualRow> {
  return (await getManual(app.db, id)) ?? missing("manual", id);
}

/** @throws AppError `not_found`. */
export async function oneAction(app: Pick<App, "db">, id: number): Promise<ActionRow> {
  return (await getAction(app.db, id)) ?? missing("action", id);
}

/** @throws AppError `not_found`. */
export async function oneRun(app: Pick<App, "db" | "world">, id: number): Promise<RunRow> {
  return (await getRun(app.db, id, app.world.now())) ?? missing("run", id);
}

function missing(what: string, id: number): never {
  throw new AppError("not_found", `There is no ${what} ${id}.`);
}
