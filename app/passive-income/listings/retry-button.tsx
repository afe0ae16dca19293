import { RotateCw } from "lucide-react";
import { ActButton } from "../_ui/act-button";

/** Puts a listing back in the queue. */
export function RetryButton({ id, title, size = "sm" }: { id: number; title: string; size?: "sm" | "md" }) {
  return (
    <ActButton
      path={`listings/${id}/retry`}
      done={`Trying “${title}” again.`}
      size={size}
      aria-label={`Retry ${title}`}
    >
      <RotateCw aria-hidden />
      Retry
    </ActButton>
  );
}
