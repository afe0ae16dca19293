"use client";

import { Copy } from "lucide-react";
import { useCallback } from "react";
import { Button } from "../_ui/button";
import { sayDone, sayProblem } from "../_ui/say";
import { keyOf, useCopyKeys } from "./copy-keys";
import type { KitField } from "./kit-shape";

/** Texts to paste elsewhere, each with its own button and its own key. */
export function CopyFields({ fields }: { fields: KitField[] }) {
  const copy = useCallback(async ({ name, value }: KitField) => {
    try {
      await navigator.clipboard.writeText(value);
      sayDone(`${shortName(name)} copied`);
    } catch {
      sayProblem("The browser did not let us copy. Select the text and copy it by hand.");
    }
  }, []);
  useCopyKeys(fields, copy);
  return (
    <ul className="divide-y rounded-lg border">
      {fields.map((field) => (
        <li
          key={field.name}
          className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-3 px-3.5 py-2.5 sm:grid-cols-[120px_minmax(0,1fr)_auto]"
        >
          <span className="text-xs/5 text-muted-foreground max-sm:col-span-2">{field.label}</span>
          <div className="min-w-0">
            <p
              className={`wrap-anywhere ${field.multiline ? "max-h-40 overflow-y-auto whitespace-pre-line" : ""}`}
              // A long text scrolls, so the keyboard must reach it.
              tabIndex={field.multiline ? 0 : undefined}
            >
              {field.value}
            </p>
            <Count field={field} />
          </div>
          <Button size="sm" variant="ghost" className="-my-1" onClick={() => void copy(field)}>
            <Copy aria-hidden />
            Copy<span className="sr-only"> {shortName(field.name)}</span>
            <Keys name={field.name} />
          </Button>
        </li>
      ))}
    </ul>
  );
}

/** How many characters of those that the platform allows. */
function Count({ field: { value, max } }: { field: KitField }) {
  if (max === null) return null;
  const count = [...value].length;
  return (
    <p className={`text-xs tabular-nums ${count > max ? "text-danger" : "text-muted-foreground"}`}>
      {count} of {max} characters
    </p>
  );
}

function Keys({ name }: { name: string }) {
  const key = keyOf(name);
  if (!key) return null;
  return (
    <kbd aria-hidden className="rounded-sm border px-1 font-sans text-[11px]/4 uppercase touch:hidden">
      c {key}
    </kbd>
  );
}

/** "Title": the label of the form may be a whole sentence. */
function shortName(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1).replaceAll("_", " ");
}
