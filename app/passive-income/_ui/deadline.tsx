import { Clock3 } from "lucide-react";
import { type Clock, When } from "./when";

const hour = 3_600_000;

/** When an action runs out: amber under 48 hours, red under 12, always with words. Nothing without a deadline. */
export function Deadline({ at, clock }: { at: Date | null; clock: Clock }) {
  if (!at) return null;
  const left = at.getTime() - clock.now.getTime();
  const tone =
    left < 12 * hour ? "text-danger font-[550]" : left < 48 * hour ? "text-warning font-[550]" : "";
  return (
    <span className={`inline-flex items-center gap-1 ${tone}`}>
      <Clock3 className="size-3" aria-hidden />
      {left < 0 ? "Ran out" : "Due"} <When at={at} clock={clock} />
    </span>
  );
}
