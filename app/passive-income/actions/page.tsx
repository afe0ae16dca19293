import { redirect } from "next/navigation";
import { getDb } from "@/db/client";
import { type ActionStatus, countActions, listActions } from "@/db/queries/actions";
import { clock, pageOrNull, readParams, type SearchParams, viewer, withParams } from "../_ui/data";
import { Screen } from "../_ui/screen";
import { Detail } from "./detail";
import { ActionList } from "./list";
import { StatusTabs } from "./tabs";

export const metadata = { title: "Actions" };
export const dynamic = "force-dynamic";

const path = "/passive-income/actions";
const statuses: ActionStatus[] = ["pending", "completed", "cancelled", "timed_out"];

/** The queue. On a desk the most urgent action stands open beside the list. */
export default async function Actions({ searchParams }: { searchParams: SearchParams }) {
  const { canEdit } = await viewer();
  const params = await readParams(searchParams);
  const status = statuses.find((one) => one === params.status) ?? "pending";
  const db = await getDb();
  const [page, counts] = await Promise.all([
    pageOrNull(() => listActions(db, { status, limit: 50, cursor: params.cursor })),
    countActions(db),
  ]);
  if (page === null) redirect(withParams(path, { status: params.status }));
  const [first] = page.rows;
  const time = await clock();
  return (
    <Screen title="Actions" flush actions={<StatusTabs status={status} counts={counts} />}>
      <div className="grid flex-1 md:flex-none md:h-[calc(100dvh-var(--bars))] md:grid-rows-[minmax(0,1fr)] md:grid-cols-[320px_minmax(0,1fr)] wide:grid-cols-[376px_minmax(0,1fr)]">
        <ActionList
          page={page}
          status={status}
          selected={first?.id}
          selectedOnDeskOnly
          cursor={params.cursor}
          clock={time}
        />
        {first && (
          <div className="min-h-0 bg-card max-md:hidden">
            <Detail action={first} canEdit={canEdit} clock={time} />
          </div>
        )}
      </div>
    </Screen>
  );
}
