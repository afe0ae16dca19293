import { ArrowRight, BookOpen, Inbox } from "lucide-react";
import Link from "next/link";
import type { ActionRow } from "@/db/queries/actions";
import { Badge, Card } from "../_ui/card";
import { Deadline } from "../_ui/deadline";
import { Empty } from "../_ui/empty";
import { PlatformMark } from "../_ui/platform-mark";
import type { Clock } from "../_ui/when";
import { actionTypeWord } from "../_ui/words";

/** The actions that should be done first. */
export function Urgent({ actions, waiting, clock }: { actions: ActionRow[]; waiting: number; clock: Clock }) {
  return (
    <Card
      title="Action required"
      aside={<Badge count={waiting} label={`${waiting} waiting`} />}
      className="max-wide:order-first"
    >
      {actions.length === 0 ? (
        <Empty icon={Inbox} title="Nothing needs you" text="The agent is working on its own." />
      ) : (
        <ul>
          {actions.map((action) => (
            <li key={action.id} className="border-b">
              <Link
                href={`/passive-income/actions/${action.id}`}
                className="grid grid-cols-[24px_minmax(0,1fr)] gap-2.5 px-4 py-3 -outline-offset-2 hover:bg-accent"
              >
                <ActionMark platformName={action.platformName} />
                <span>
                  <b className="block font-[550]">{action.title}</b>
                  <span className="mt-0.5 flex flex-wrap gap-x-2.5 text-xs text-muted-foreground">
                    {actionTypeWord(action)}
                    <Deadline at={action.expiresAt} clock={clock} />
                  </span>
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
      {waiting > 0 && (
        <Link
          href="/passive-income/actions"
          className="flex items-center justify-between rounded-b-lg px-4 py-2.5 font-[550] text-link -outline-offset-2 hover:bg-accent"
        >
          {waiting === 1 ? "Open the action" : `Open all ${waiting} actions`}
          <ArrowRight className="size-4" aria-hidden />
        </Link>
      )}
    </Card>
  );
}

/** The platform that an action is about, or a book when it is about manuals. */
export function ActionMark({ platformName }: { platformName: string | null }) {
  if (platformName) return <PlatformMark name={platformName} />;
  return (
    <span aria-hidden className="grid size-6 shrink-0 place-items-center rounded-md bg-secondary">
      <BookOpen className="size-3.5" />
    </span>
  );
}
