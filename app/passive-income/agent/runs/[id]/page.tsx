import { notFound } from "next/navigation";
import { getDb } from "@/db/client";
import { getRun } from "@/db/queries/runs";
import { durationOf, progress } from "../../../_ui/agent";
import { Alert } from "../../../_ui/alert";
import { Card, Facts } from "../../../_ui/card";
import { StatusChip } from "../../../_ui/chip";
import { clock, readId, requestNow, shell, viewer } from "../../../_ui/data";
import { Live } from "../../../_ui/live";
import { Screen } from "../../../_ui/screen";
import { When } from "../../../_ui/when";
import { byWhom, type Count, countsOf, isOpen, runStatus, taskWord } from "../../words";

export const metadata = { title: "Run" };
export const dynamic = "force-dynamic";

/** One run: when, how it ended, and what each task left. */
export default async function Run({ params }: { params: Promise<{ id: string }> }) {
  await viewer();
  const run = await getRun(await getDb(), await readId(params), requestNow());
  if (!run) notFound();
  const time = await clock();
  const open = isOpen(run);
  // The layout follows one run; another one that goes on is followed here.
  const followed = (await shell()).run?.id === run.id;
  const { id, status, done, total, error, counts } = run;
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
              { name: "By", value: byWhom(run) },
              {
                name: open ? "Progress" : "Ended",
                value: run.finishedAt && !open ? <When at={run.finishedAt} clock={time} /> : progress(run),
              },
              { name: "Took", value: durationOf(run) || "Not over yet" },
            ]}
          />
        </Card>
        <Card title={open ? "What it did so far" : "What it did"}>
          <dl className="divide-y">
            {countsOf(run).map((count) => (
              <CountRow key={count.name} {...count} />
            ))}
          </dl>
        </Card>
      </div>
      {open && !followed && (
        <Live
          run={{ id, status, done, total, error, listed: counts.listed, actions: counts.actions }}
          reading={false}
        />
      )}
    </Screen>
  );
}

function CountRow({ name, count, what, icon: Icon }: Count) {
  return (
    <div className="flex items-center gap-3 px-4 py-2.5">
      <dt className="grid flex-1 grid-cols-[16px_minmax(0,1fr)] items-center gap-x-3">
        <Icon className="size-4 text-muted-foreground" aria-hidden />
        <span className="font-[550]">{name}</span>
        <span className="col-start-2 text-xs text-muted-foreground">{what}</span>
      </dt>
      <dd className={`tabular-nums ${count === 0 ? "text-muted-foreground" : "font-[550]"}`}>{count}</dd>
    </div>
  );
}
