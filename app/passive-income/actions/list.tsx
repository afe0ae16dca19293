import { Inbox } from "lucide-react";
import Link from "next/link";
import type { ActionRow } from "@/db/queries/actions";
import type { Page } from "@/db/queries/cursor";
import { ActionMark } from "../_overview/urgent";
import { withParams } from "../_ui/data";
import { Deadline } from "../_ui/deadline";
import { Empty } from "../_ui/empty";
import { Pager } from "../_ui/pager";
import { displayNameOf } from "../_ui/platform-mark";
import { type Clock, When } from "../_ui/when";
import { actionTypeWord } from "../_ui/words";

const path = "/passive-income/actions";

/** The list pane: links, the open one marked. */
export function ActionList(props: {
  page: Page<ActionRow>;
  status: string;
  selected: number | undefined;
  /** On a phone nothing is open beside the list. */
  selectedOnDeskOnly?: boolean;
  cursor?: string;
  clock: Clock;
}) {
  const { page, status } = props;
  const own = status === "pending" ? "" : status;
  if (page.rows.length === 0) {
    return (
      <div className="max-md:pb-28 md:col-span-2">
        <Empty
          icon={Inbox}
          title={status === "pending" ? "Nothing needs you" : "Nothing here yet"}
          text={
            status === "pending"
              ? "The agent is working on its own. What only a person can do shows up here."
              : "Actions that you answered or left are kept here."
          }
        />
      </div>
    );
  }
  return (
    <section aria-label="List of actions" className="min-h-0 overflow-y-auto max-md:pb-28 md:border-r">
      <ul>
        {page.rows.map((action) => (
          <li key={action.id} className="border-b">
            <Link
              href={`${path}/${action.id}`}
              aria-current={action.id === props.selected ? "true" : undefined}
              className={`relative grid grid-cols-[24px_minmax(0,1fr)] gap-2.5 px-4 py-2.5 -outline-offset-2 hover:bg-accent max-md:min-h-16 max-md:py-3.5 ${props.selectedOnDeskOnly ? "md:aria-[current]:bg-info-subtle" : "aria-[current]:bg-info-subtle"} md:aria-[current]:shadow-[inset_3px_0_0_var(--ring)]`}
            >
              <ActionMark platformName={action.platformName} />
              <span className="min-w-0">
                <b className="block font-[550] md:truncate">{action.title}</b>
                <span className="mt-0.5 flex flex-wrap justify-between gap-x-2 text-xs text-muted-foreground">
                  <span>
                    {action.platformName ? displayNameOf(action.platformName) : "Manuals"} ·{" "}
                    {actionTypeWord(action)}
                  </span>
                  {status === "pending" ? (
                    <Deadline at={action.expiresAt} clock={props.clock} />
                  ) : (
                    <When at={action.respondedAt ?? action.createdAt} clock={props.clock} />
                  )}
                </span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
      {(page.next || props.cursor) && (
        <Pager
          shown={page.rows.length}
          noun="actions"
          first={props.cursor ? withParams(path, { status: own }) : null}
          next={page.next && withParams(path, { status: own, cursor: page.next })}
        />
      )}
    </section>
  );
}
