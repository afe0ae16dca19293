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
    router.push("/passive-income/actions");
    router.refresh();
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
    if (text.trim() === "")
      return setError(inputType === "selection" ? "Choose one first." : "Give an answer first.");
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
        <div className="grid max-w-[796px] gap-3">
          <AnswerInput
            inputType={inputType}
            prompt={props.prompt}
            text={text}
            setText={setText}
            setFile={setFile}
            progress={progress}
            error={error}
          />
          <div className="flex flex-wrap justify-end gap-2 max-md:[&>button]:flex-1">
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
              {inputType === "confirmation"
                ? props.prompt
                : inputType === "file"
                  ? "Use this file"
                  : inputType === "url"
                    ? "Mark as listed"
                    : "Answer"}
            </Button>
          </div>
        </div>
      </div>
    </form>
  );
}
