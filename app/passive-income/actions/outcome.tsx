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
  const ended = status !== "completed";
  return (
    <div className="mt-4">
      <Alert tone={ended ? "info" : "success"} title={titles[status] ?? status}>
        <p>
          {ended && listingId !== null && "What waited for it is paused. "}
          {respondedAt && (
            <>
              {ended ? "Since" : "Answered"} <When at={respondedAt} clock={clock} />
              {answer && ": "}
            </>
          )}
          {answer}
        </p>
        {canEdit && ended && (
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
