import { Circle, CircleCheck, Clock3, type LucideIcon, OctagonAlert } from "lucide-react";
import { z } from "zod";
import type { StepRow } from "@/db/queries/listings";
import { type Clock, When } from "../../_ui/when";

const outcomeShape = z.object({
  error: z.string().optional(),
  message: z.string().optional(),
  words: z.string().nullish(),
  status: z.number().nullish(),
  url: z.string().nullish(),
  files: z.number().optional(),
  images: z.number().optional(),
  gone: z.unknown().optional(),
  differs: z.unknown().optional(),
});

const words: Record<string, string> = {
  plan: "Wrote the texts and set the price",
  create: "Made the draft",
  upload: "Sent the file",
  enrich: "Added pictures and price",
  publish: "Published it",
  verify: "Read it back: it is live",
};

interface Line {
  icon: LucideIcon;
  ink: string;
  title: string;
  /** The platform's own words, or what was counted. */
  note: string | null;
}

/** The journal of a listing: every step of the agent, newest first. */
export function Timeline({ steps, platform, clock }: { steps: StepRow[]; platform: string; clock: Clock }) {
  if (steps.length === 0) {
    return (
      <p className="px-4 py-6 text-center text-muted-foreground">The agent has not begun with this one.</p>
    );
  }
  return (
    <ol className="timeline px-4 pt-1 pb-3">
      {steps.map((step) => {
        const line = lineOf(step, platform);
        return (
          <li key={step.id} className="grid grid-cols-[20px_minmax(0,1fr)_auto] gap-2.5 py-1.5">
            <span className={`z-10 grid size-5 place-items-center rounded-full ${line.ink}`}>
              <line.icon className="size-3" aria-hidden />
            </span>
            <span className="wrap-anywhere">
              {line.title}
              {line.note && <span className="block text-xs text-muted-foreground">{line.note}</span>}
            </span>
            <span className="text-xs/5 text-muted-foreground">
              <When at={step.at} clock={clock} />
            </span>
          </li>
        );
      })}
    </ol>
  );
}

/** A step in words. What an older version wrote and this one cannot read is shown by its name alone. */
function lineOf({ step, outcome }: StepRow, platform: string): Line {
  const { data } = outcomeShape.safeParse(outcome);
  const plain = { icon: Circle, ink: "bg-secondary text-muted-foreground" };
  if (!data) return { ...plain, title: words[step] ?? step, note: null };
  if (data.error !== undefined) {
    const waits = data.error === "rate_limited" || data.error === "unreachable";
    const quote = data.words ? `${platform} said: “${data.words}”` : null;
    const status = data.status ? `Answer ${data.status}` : null;
    return {
      icon: waits ? Clock3 : OctagonAlert,
      ink: waits ? "bg-warning-subtle text-warning" : "bg-danger-subtle text-danger",
      title: data.message ?? "This step did not work.",
      note: [quote, status].filter(Boolean).join(". ") || null,
    };
  }
  if (data.gone !== undefined)
    return { ...plain, title: `It was gone from ${platform}`, note: "The agent makes it again" };
  if (data.differs !== undefined)
    return { ...plain, title: "Read it back: something differed", note: "The agent sends it again" };
  const done = { icon: CircleCheck, ink: "bg-success-subtle text-success" };
  const counted = data.files !== undefined ? `${data.files} file, ${data.images ?? 0} pictures` : null;
  return { ...(step === "verify" ? done : plain), title: words[step] ?? step, note: counted };
}
