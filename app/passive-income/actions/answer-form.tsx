"use client";

import { Check } from "lucide-react";
import { useRouter } from "next/navigation";
import { type FormEvent, type ReactNode, useState } from "react";
import * as z from "zod/mini";
import type { InputOption } from "@/db/queries/actions";
import { type Answer, send } from "../_ui/api";
import { Button } from "../_ui/button";
import { sayDone } from "../_ui/say";
import { sendFile } from "../_ui/send-file";
import { AnswerInput } from "./answer-input";
import { Options } from "./options";

export interface AnswerFormProps {
  id: number;
  inputType: string;
  prompt: string;
  options: InputOption[];
  /** What an address looks like. */
  example?: string;
  /** The value that stands there now, to be changed. */
  value: string;
  /** `false` is an answer too. */
  mayRefuse: boolean;
  /** What and why, above the options. */
  top: ReactNode;
  /** What the agent does then, below them. */
  then: ReactNode;
}

const reply = z.object({ message: z.string() });

/** What the server says of the answer: it may have found something amiss with it. */
function messageOf(body: unknown): string {
  return z.safeParse(reply, body).data?.message ?? "Answered. The agent goes on.";
}

/** The form goes and the outcome comes: a reader starts at the heading. */
function backToTop(): void {
  document.querySelector("h1")?.focus({ preventScroll: true });
  scrollTo({ top: 0 });
}

const emptyWords: Record<string, string> = {
  selection: "Choose one first.",
  url: "Paste the address first.",
};
const sendWords: Record<string, string> = { file: "Use this file", url: "Mark as listed" };

/** The answer to an action; its bar stays at the bottom. What was typed is kept when it is refused. */
export function AnswerForm(props: AnswerFormProps) {
  const { inputType, options } = props;
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const [text, setText] = useState(props.value);
  const [file, setFile] = useState<File | null>(null);
  const [progress, setProgress] = useState<number | null>(null);

  async function post(call: () => Promise<Answer>, done: string | null) {
    setBusy(true);
    setError(undefined);
    const answer = await call();
    setBusy(false);
    setProgress(null);
    if (!answer.ok) return setError(answer.fields.response ?? answer.fields.file ?? answer.detail);
    sayDone(done ?? messageOf(answer.body));
    // What the page behind an address said is worth a look before the next action.
    const looked = inputType === "url" && done === null;
    router.push(`/passive-income/actions${looked ? `/${props.id}` : ""}`);
    router.refresh();
    if (looked) backToTop();
  }
  const respond = (response: unknown) =>
    post(() => send("POST", `actions/${props.id}/resolve`, { response }), null);

  function submit(event: FormEvent) {
    event.preventDefault();
    if (inputType === "confirmation") return respond(true);
    if (inputType === "file") {
      if (!file) return setError("Choose a file first.");
      return post(() => sendFile(`actions/${props.id}/resolve`, { response: file }, setProgress), null);
    }
    if (text.trim() === "") return setError(emptyWords[inputType] ?? "Give an answer first.");
    return respond(text.trim());
  }

  return (
    <form onSubmit={submit} noValidate className="flex h-full flex-col">
      <div className="w-full max-w-[860px] flex-1 px-8 pt-5 pb-6 max-md:px-4 md:min-h-0 md:overflow-y-auto">
        {props.top}
        {inputType === "selection" && (
          <Options legend={props.prompt} options={options} value={text} choose={setText} disabled={busy} />
        )}
        {props.then}
      </div>
      <div className="sticky bottom-0 border-t bg-card px-8 pt-3.5 pb-4 max-md:bottom-14 max-md:px-4 max-md:shadow-md">
        <div className="grid max-w-[796px] grid-cols-[minmax(0,1fr)] gap-3 md:grid-cols-[minmax(0,1fr)_auto]">
          <AnswerInput
            inputType={inputType}
            prompt={props.prompt}
            example={props.example}
            text={text}
            setText={setText}
            setFile={setFile}
            progress={progress}
            error={error}
          />
          <div
            // Beside the field, below the height of its label.
            className={`flex flex-wrap justify-end gap-2 self-start max-md:[&>button]:flex-1 ${inputType === "confirmation" || inputType === "selection" ? "" : "md:mt-[26px]"}`}
          >
            <Button
              variant="ghost"
              size="lg"
              disabled={busy}
              onClick={() =>
                void post(
                  () => send("POST", `actions/${props.id}/cancel`),
                  "Left undone. What waited for it is paused.",
                )
              }
            >
              Will not do
            </Button>
            {props.mayRefuse && (
              <Button size="lg" disabled={busy} onClick={() => void respond(false)}>
                Do not
              </Button>
            )}
            <Button type="submit" variant="primary" size="lg" disabled={busy}>
              <Check aria-hidden />
              {inputType === "confirmation" ? props.prompt : (sendWords[inputType] ?? "Answer")}
            </Button>
          </div>
        </div>
      </div>
    </form>
  );
}
