"use client";

import { Field, inputClass } from "../_ui/field";

/** The field of an answer by its input type; a confirmation and a selection need none. */
export function AnswerInput(props: {
  inputType: string;
  prompt: string;
  example: string | undefined;
  text: string;
  setText: (text: string) => void;
  setFile: (file: File | null) => void;
  progress: number | null;
  error: string | undefined;
}) {
  const { inputType, error, example } = props;
  if (inputType === "confirmation" || inputType === "selection") {
    return (
      <p role="alert" className="text-danger max-md:empty:hidden">
        {error}
      </p>
    );
  }
  return (
    <div aria-live="polite" className="grid gap-3">
      <Field
        id="answer"
        label={props.prompt}
        error={error}
        // A refusal may give the example itself.
        help={example && !error?.includes(example) ? `It looks like ${example}` : undefined}
      >
        {(tied) =>
          inputType === "file" ? (
            <input
              {...tied}
              type="file"
              accept="application/pdf,.pdf"
              onChange={(event) => props.setFile(event.currentTarget.files?.[0] ?? null)}
              className={`${inputClass} py-1.5 touch:py-2.5 file:mr-3 file:font-[550] file:text-link`}
            />
          ) : props.text.length > 80 ? (
            <textarea
              {...tied}
              rows={4}
              value={props.text}
              onChange={(event) => props.setText(event.currentTarget.value)}
              className={`${inputClass} h-auto! py-2`}
            />
          ) : (
            <input
              {...tied}
              type={inputType === "secret" ? "password" : inputType === "url" ? "url" : "text"}
              inputMode={inputType === "url" ? "url" : undefined}
              autoComplete="off"
              value={props.text}
              onChange={(event) => props.setText(event.currentTarget.value)}
              className={inputClass}
            />
          )
        }
      </Field>
      {props.progress !== null && (
        <progress className="w-full" max={1} value={props.progress} aria-label="Upload" />
      )}
    </div>
  );
}
