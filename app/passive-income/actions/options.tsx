"use client";

import type { InputOption } from "@/db/queries/actions";

/** One of several answers. */
export function Options(props: {
  legend: string;
  options: InputOption[];
  value: string;
  choose: (value: string) => void;
  disabled: boolean;
}) {
  return (
    <fieldset className="mt-5 max-w-[560px]" disabled={props.disabled}>
      <legend className="mb-1.5 font-[550]">{props.legend}</legend>
      <div className="grid gap-2">
        {props.options.map(({ value, label, help }) => (
          <label
            key={value}
            className="flex items-start gap-2.5 rounded-lg border border-border-strong px-3 py-2.5 has-checked:border-ring has-checked:bg-info-subtle"
          >
            <input
              type="radio"
              name="answer"
              value={value}
              checked={props.value === value}
              onChange={() => props.choose(value)}
              className="mt-0.5 size-4 shrink-0"
            />
            <span className="min-w-0 wrap-anywhere">
              <span className="block font-[550]">{label}</span>
              {help && <span className="block text-xs text-muted-foreground">{help}</span>}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
