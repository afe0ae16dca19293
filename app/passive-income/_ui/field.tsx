import type { ReactNode } from "react";

export const inputClass =
  "block h-9 w-full rounded-md border border-input bg-card px-3 aria-invalid:border-danger touch:h-11 touch:text-base";

/** A labelled field: help and error are tied to the input by id, so a screen reader says them. */
export function Field(props: {
  id: string;
  label: string;
  optional?: boolean;
  help?: ReactNode;
  error?: string;
  /** The input; spread the given attributes on it. */
  children: (tied: {
    id: string;
    "aria-describedby": string | undefined;
    "aria-invalid": boolean;
  }) => ReactNode;
}) {
  const help = props.help ? `${props.id}-help` : "";
  const error = props.error ? `${props.id}-error` : "";
  return (
    <div>
      <label htmlFor={props.id} className="mb-1.5 block font-[550]">
        {props.label}
        {props.optional && <span className="font-normal text-muted-foreground"> (optional)</span>}
      </label>
      {props.children({
        id: props.id,
        "aria-describedby": [error, help].filter(Boolean).join(" ") || undefined,
        "aria-invalid": props.error !== undefined,
      })}
      {props.error && (
        <p id={error} className="mt-1.5 text-xs text-danger">
          {props.error}
        </p>
      )}
      {props.help && (
        <p id={help} className="mt-1.5 text-xs text-muted-foreground">
          {props.help}
        </p>
      )}
    </div>
  );
}
