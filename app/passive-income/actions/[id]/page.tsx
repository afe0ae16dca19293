import { notFound } from "next/navigation";
import { getDb } from "@/db/client";
import { type ActionStatus, countActions, getAction, listActions } from "@/db/queries/actions";
import { clock, readId, viewer } from "../../_ui/data";
import { Screen } from "../../_ui/screen";
import { Detail } from "../detail";
import { ActionList } from "../list";
import { StatusTabs } from "../tabs";

export const metadata = { title: "Action" };
export const dynamic = "force-dynamic";

/** One action: beside its list on a desk, alone on a phone. */
export default async function Action({ params }: { params: Promise<{ id: string }> }) {
  const { canEdit } = await viewer();
  const db = await getDb();
  const action = await getAction(db, await readId(params));
  if (!action) notFound();
  // The check constraint of the column allows these words alone.
  const status = action.status as ActionStatus;
  const [page, counts] = await Promise.all([listActions(db, { status, limit: 50 }), countActions(db)]);
  const time = await clock();
  return (
    <Screen
      title="Actions"
      parent={{ href: "/passive-income/actions", title: "Actions", phoneOnly: true }}
      flush
      actions={
        <div className="max-md:hidden">
          <StatusTabs status={status} counts={counts} />
        </div>
      }
    >
      <div className="grid flex-1 md:flex-none md:h-[calc(100dvh-var(--bars))] md:grid-rows-[minmax(0,1fr)] md:grid-cols-[320px_minmax(0,1fr)] wide:grid-cols-[376px_minmax(0,1fr)]">
        <div className="min-h-0 max-md:hidden md:grid">
          <ActionList page={page} status={status} selected={action.id} clock={time} />
        </div>
        <div className="min-h-0 bg-card">
          <Detail action={action} canEdit={canEdit} clock={time} />
        </div>
      </div>
    </Screen>
  );
}
