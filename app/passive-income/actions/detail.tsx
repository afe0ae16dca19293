import { Bot, CornerDownRight } from "lucide-react";
import Link from "next/link";
import { z } from "zod";
import { getDb } from "@/db/client";
import type { ActionRow } from "@/db/queries/actions";
import { titlesOf } from "@/db/queries/manuals";
import { ActionMark } from "../_overview/urgent";
import { linkClass } from "../_ui/button";
import { Deadline } from "../_ui/deadline";
import { displayNameOf } from "../_ui/platform-mark";
import { type Clock, When } from "../_ui/when";
import { actionTypeWord } from "../_ui/words";
import { AnswerForm } from "./answer-form";
import { EvidenceOf } from "./evidence";
import { PasteKit } from "./kit";
import { evidenceShape, kitShape } from "./kit-shape";
import { Outcome } from "./outcome";
import { consequences, stepsFor } from "./texts";

/** What the action queue keeps beside a question; all of it optional. */
const contextShape = z.object({
  value: z.string().nullish(),
  words: z.string().nullish(),
  link: z
    .url({ protocol: /^https$/ })
    .nullish()
    .catch(null),
  manual_ids: z.array(z.number().int()).max(100_000).nullish(),
  kit: kitShape.nullish().catch(null),
  evidence: evidenceShape.nullish().catch(null),
});
type Context = z.infer<typeof contextShape>;

/** What, why, steps, what happens then, answer: always in this order. */
export async function Detail({
  action,
  canEdit,
  clock,
}: {
  action: ActionRow;
  canEdit: boolean;
  clock: Clock;
}) {
  const context: Context = contextShape.safeParse(action.context).data ?? {};
  const platform = action.platformName ? displayNameOf(action.platformName) : null;
  const steps = stepsFor(action, platform);
  const waiting = action.status === "pending";
  const top = (
    <>
      <header className="flex items-start gap-3">
        <ActionMark platformName={action.platformName} />
        <div>
          <h2 className="text-[18px]/[26px] font-semibold tracking-[-.014em]">{action.title}</h2>
          <p className="mt-1 flex flex-wrap gap-x-3 gap-y-1 text-xs/[18px] text-muted-foreground">
            <span>{platform ?? "Manuals"}</span>
            <span>{actionTypeWord(action)}</span>
            {waiting && <Deadline at={action.expiresAt} clock={clock} />}
            <span>
              Asked <When at={action.createdAt} clock={clock} />
            </span>
          </p>
        </div>
      </header>
      {!waiting && <Outcome action={action} clock={clock} canEdit={canEdit} />}
      {context.evidence && <EvidenceOf evidence={context.evidence} clock={clock} />}
      <p className="mt-4 max-w-[66ch] text-base whitespace-pre-line">{action.description}</p>
      {context.link && (
        <a href={context.link} target="_blank" rel="noreferrer" className={`mt-2 inline-block ${linkClass}`}>
          Read the rule{platform && ` of ${platform}`}
        </a>
      )}
      <AboutLinks action={action} manualIds={context.manual_ids ?? []} />
      {waiting && context.kit && <PasteKit kit={context.kit} platform={platform ?? "the platform"} />}
      {waiting && steps.length > 0 && (
        <ol className="mt-5 grid list-decimal gap-1.5 pl-5 marker:font-semibold">
          {steps.map(({ text, href }) => (
            <li key={text} className="pl-1">
              {href ? (
                <Link href={href} className={linkClass}>
                  {text}
                </Link>
              ) : (
                text
              )}
            </li>
          ))}
        </ol>
      )}
    </>
  );
  if (!waiting || !canEdit)
    return (
      <article className="h-full max-w-[860px] overflow-y-auto px-8 py-5 max-md:px-4 max-md:pb-28">
        {top}
      </article>
    );
  return (
    <article className="h-full">
      <AnswerForm
        // A form of its own for each action: nothing typed for one may reach another.
        key={action.id}
        id={action.id}
        inputType={action.inputType}
        prompt={action.prompt}
        options={action.inputOptions}
        example={context.kit?.address_example}
        value={context.value ?? ""}
        mayRefuse={action.actionType === "approve"}
        top={top}
        then={<Then sentences={consequences(action, platform)} />}
      />
    </article>
  );
}

function Then({ sentences }: { sentences: string[] }) {
  return (
    <section
      aria-label="What the agent does once you answer"
      className="mt-5 rounded-lg bg-muted px-3.5 py-3"
    >
      <h3 className="mb-1.5 flex items-center gap-1.5 text-xs font-semibold text-muted-foreground">
        <Bot className="size-3.5" aria-hidden />
        What the agent does once you answer
      </h3>
      <ul>
        {sentences.map((sentence) => (
          <li key={sentence} className="flex gap-2 py-0.5">
            <CornerDownRight className="mt-[3px] size-3.5 shrink-0 text-muted-foreground" aria-hidden />
            {sentence}
          </li>
        ))}
      </ul>
    </section>
  );
}

async function AboutLinks({ action, manualIds }: { action: ActionRow; manualIds: number[] }) {
  const ids = manualIds.length > 0 ? manualIds : action.manualId === null ? [] : [action.manualId];
  const manuals = await titlesOf(await getDb(), ids.slice(0, 20));
  if (manuals.length === 0 && action.listingId === null) return null;
  return (
    <p className="mt-3 flex flex-wrap gap-x-3 gap-y-1">
      {action.listingId !== null && (
        <Link href={`/passive-income/listings/${action.listingId}`} className={linkClass}>
          Open the listing
        </Link>
      )}
      {manuals.map(({ id, title }) => (
        <Link key={id} href={`/passive-income/manuals/${id}`} className={linkClass}>
          {title}
        </Link>
      ))}
      {ids.length > 20 && <span className="text-muted-foreground">and {ids.length - 20} more</span>}
    </p>
  );
}
