import type { ReactNode } from "react";
import type { ActionRow } from "@/db/queries/actions";
import { ActButton } from "../_ui/act-button";
import { Alert } from "../_ui/alert";
import { linkClass } from "../_ui/button";
import { type Clock, When } from "../_ui/when";

/** How an action ended. What nobody did can be asked again. */
export function Outcome({ action, clock, canEdit }: { action: ActionRow; clock: Clock; canEdit: boolean }) {
  const { status, respondedAt, listingId } = action;
  const titles: Record<string, string> = {
    completed: `Answered by ${action.respondedBy ?? "somebody"}`,
    cancelled: "You will not do this",
    timed_out: "This action ran out. You can still do it.",
  };
  const answer = answerOf(action);
  return (
    <div className="mt-4">
      <Alert tone={status === "completed" ? "success" : "info"} title={titles[status] ?? status}>
        <p>
          {respondedAt && <When at={respondedAt} clock={clock} />}
          {answer && <>: {answer}</>}
          {status !== "completed" && `. ${listingId === null ? "" : "What waited for it is paused."}`}
        </p>
        {canEdit && status !== "completed" && (
          <div className="mt-2">
            <ActButton path={`actions/${action.id}/reopen`} done="This action waits for you again.">
              Reopen
            </ActButton>
          </div>
        )}
      </Alert>
    </div>
  );
}

function answerOf({ userResponse, inputType, inputOptions }: ActionRow): ReactNode {
  if (!userResponse) return null;
  if (inputType === "url" && /^https?:\/\//.test(userResponse)) {
    return (
      <a href={userResponse} target="_blank" rel="noreferrer" className={linkClass}>
        {userResponse}
      </a>
    );
  }
  const option = inputOptions.find(({ value }) => value === userResponse);
  return option?.label ?? (userResponse === "true" ? "Yes" : userResponse);
}
