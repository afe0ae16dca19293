import { notFound } from "next/navigation";
import { getDb } from "@/db/client";
import { getRun } from "@/db/queries/runs";
import { durationOf, progress } from "../../../_ui/agent";
import { Alert } from "../../../_ui/alert";
import { Card, Facts } from "../../../_ui/card";
import { StatusChip } from "../../../_ui/chip";
import { clock, readId, requestNow, viewer } from "../../../_ui/data";
import { Screen } from "../../../_ui/screen";
import { When } from "../../../_ui/when";
import { countsOf, runStatus, taskWord } from "../../words";

export const metadata = { title: "Run" };
export const dynamic = "force-dynamic";

/** One run: when, how it ended, and what each task left. The layout reads it again while it goes on. */
export default async function Run({ params }: { params: Promise<{ id: string }> }) {
  await viewer();
  const run = await getRun(await getDb(), await readId(params), requestNow());
  if (!run) notFound();
  const time = await clock();
  const open = run.status === "running" || run.status === "queued";
  return (
    <Screen title={`Run ${run.id}`} parent={{ href: "/passive-income/agent", title: "Agent" }}>
      <div className="grid max-w-[860px] gap-4">
        {run.error && (
          <Alert tone={run.status === "failed" ? "danger" : "warning"} title={runStatus(run).word}>
            <p>{run.error} What was left is done by the next run.</p>
          </Alert>
        )}
        <Card title={taskWord(run.task)} aside={<StatusChip status={runStatus(run)} />}>
          <Facts
            items={[
              { name: "Started", value: <When at={run.startedAt ?? run.createdAt} clock={time} /> },
              { name: "By", value: run.trigger === "button" ? "You" : "Schedule" },
              {
                name: open ? "Progress" : "Ended",
                value: run.finishedAt && !open ? <When at={run.finishedAt} clock={time} /> : progress(run),
              },
              { name: "Took", value: durationOf(run) || "Not over yet" },
            ]}
          />
        </Card>
        <Card title="What it did">
          <dl>
            {countsOf(run).map(({ name, count, what }) => (
              <div
                key={name}
                className="flex items-baseline justify-between gap-4 border-b px-4 py-2.5 last:border-b-0"
              >
                <dt>
                  {name} <span className="text-xs text-muted-foreground">{what}</span>
                </dt>
                <dd className="font-[550] tabular-nums">{count}</dd>
              </div>
            ))}
          </dl>
        </Card>
      </div>
    </Screen>
  );
}
