import { CircleCheck, FileText, OctagonAlert, X } from "lucide-react";
import { Button } from "../_ui/button";

export interface UploadState {
  key: number;
  name: string;
  /** Bytes. */
  size: number;
  phase: "waiting" | "sending" | "checking" | "added" | "refused";
  /** Sent part, 0-1. */
  done: number;
  /** Why it was refused, as the server says it. */
  error?: string;
}

const words = {
  waiting: "Waits for its turn",
  sending: "Uploading",
  checking: "Checking the file",
  added: "Added. Its text is read now.",
  refused: "Not added",
};

/** One file on its way. */
export function UploadRow({ upload, dismiss }: { upload: UploadState; dismiss: () => void }) {
  const over = upload.phase === "added" || upload.phase === "refused";
  const percent = Math.round(upload.done * 100);
  return (
    <li className="grid min-h-[52px] grid-cols-[28px_minmax(0,1fr)_32px] items-center gap-x-3 border-t py-2 pr-2 pl-4 md:grid-cols-[28px_minmax(0,1fr)_200px_72px_32px]">
      <span className="grid h-8 w-7 place-items-center rounded-sm border bg-secondary">
        <FileText className="size-4 text-muted-foreground" aria-hidden />
      </span>
      <div className="min-w-0" role="status">
        <p className="truncate font-[550]">{upload.name}</p>
        <p className={`text-xs ${upload.error ? "text-danger" : "text-muted-foreground"}`}>
          {upload.error ?? words[upload.phase]}
        </p>
      </div>
      <div className="max-md:order-last max-md:col-span-2 max-md:col-start-2 max-md:mt-1.5">
        {over ? (
          <Outcome added={upload.phase === "added"} />
        ) : (
          <progress
            className="w-full"
            max={100}
            value={upload.phase === "checking" ? undefined : percent}
            aria-label={upload.name}
          />
        )}
      </div>
      <span className="text-right text-xs text-muted-foreground tabular-nums max-md:hidden">
        {over ? `${Math.max(0.1, upload.size / 1_000_000).toFixed(1)} MB` : `${percent}%`}
      </span>
      {over ? (
        <Button
          variant="ghost"
          size="sm"
          className="w-8 px-0!"
          aria-label={`Remove ${upload.name} from this list`}
          onClick={dismiss}
        >
          <X aria-hidden />
        </Button>
      ) : (
        <span />
      )}
    </li>
  );
}

function Outcome({ added }: { added: boolean }) {
  const Icon = added ? CircleCheck : OctagonAlert;
  return (
    <span
      className={`inline-flex items-center gap-1 text-xs font-medium ${added ? "text-success" : "text-danger"}`}
    >
      <Icon className="size-3.5" aria-hidden />
      {added ? "Added" : "Not added"}
    </span>
  );
}
