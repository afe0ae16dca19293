import { Check, Info } from "lucide-react";
import type { ReactNode } from "react";
import type { Shell } from "@/db/queries/shell";
import { ButtonLink } from "../_ui/button";
import { cardClass } from "../_ui/card";

/** In place of the overview until a platform is connected and active, and a manual is there. */
export function FirstRun({
  connected,
  active,
  shell,
}: {
  connected: boolean;
  active: boolean;
  shell: Shell;
}) {
  const steps = [
    { title: "Create your account", text: "Done. You are signed in.", done: true, link: null },
    {
      title: "Connect a platform",
      text: "Start with the one you sell on most. It takes about 3 minutes.",
      done: connected,
      link: { href: "/passive-income/platforms", name: "Connect a platform" },
    },
    {
      title: "Add your first manual",
      text: "Drop in a PDF. We read the text, make a cover image and draft the listing.",
      done: shell.manuals > 0,
      link: { href: "/passive-income/manuals", name: "Upload a PDF" },
    },
    {
      title: "Activate the platform",
      text: "From then on the agent lists every ready manual there. You can stop it at any time.",
      done: active,
      link: { href: "/passive-income/platforms", name: "Choose where to list" },
    },
  ];
  const next = steps.findIndex(({ done }) => !done);
  return (
    <div className="mx-auto max-w-[760px] pt-6 max-md:pt-0">
      <h2 className="text-xl font-semibold tracking-[-.018em]">Four steps until your first listing</h2>
      <p className="mt-1 text-base text-muted-foreground">
        Nothing is published before you activate a platform in the last step.
      </p>
      <ol className={`mt-5 ${cardClass}`}>
        {steps.map(({ title, text, done, link }, index) => (
          <li
            key={title}
            className="grid grid-cols-[24px_minmax(0,1fr)] items-center gap-x-3.5 gap-y-3 border-t px-5 py-4 first:border-t-0 sm:grid-cols-[24px_minmax(0,1fr)_auto]"
          >
            <StepMark done={done} current={index === next}>
              {index + 1}
            </StepMark>
            <div>
              <p className={done ? "font-medium text-muted-foreground" : "font-semibold"}>
                {title}
                {done && <span className="sr-only"> (done)</span>}
              </p>
              <p className="text-muted-foreground">{text}</p>
            </div>
            {link && !done && (
              <ButtonLink
                href={link.href}
                variant={index === next ? "primary" : "outline"}
                className="max-sm:col-start-2 max-sm:justify-self-start"
              >
                {link.name}
              </ButtonLink>
            )}
          </li>
        ))}
      </ol>
      <p className="mt-3 flex items-start gap-2 text-xs text-muted-foreground">
        <Info className="size-3.5 shrink-0 translate-y-px" aria-hidden />
        Your keys are encrypted on your own server. The browser never sees them again.
      </p>
    </div>
  );
}

function StepMark({ done, current, children }: { done: boolean; current: boolean; children: ReactNode }) {
  const look = done
    ? "bg-success-subtle text-success"
    : current
      ? "bg-primary text-primary-foreground"
      : "border border-border-strong";
  return (
    <span
      aria-hidden
      className={`grid size-6 place-items-center rounded-full text-xs font-semibold tabular-nums ${look}`}
    >
      {done ? <Check className="size-3.5" /> : children}
    </span>
  );
}
