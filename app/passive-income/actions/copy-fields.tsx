"use client";

import { Copy } from "lucide-react";
import { useCallback, useEffect } from "react";
import { Button } from "../_ui/button";
import { sayDone, sayProblem } from "../_ui/say";
import type { Kit } from "./kit-shape";

type Field = Kit["fields"][number];

/** After `c`, one more key copies a field. */
const keys: Record<string, string> = { t: "title", d: "description", p: "price", g: "tags" };

/** Texts to paste elsewhere, each with its own button. */
export function CopyFields({ fields }: { fields: Field[] }) {
  const copy = useCallback(async ({ label, value }: Field) => {
    try {
      await navigator.clipboard.writeText(value);
      sayDone(`${label} copied`);
    } catch {
      sayProblem("The browser did not let us copy. Select the text and copy it by hand.");
    }
  }, []);
  useCopyKeys(fields, copy);
  return (
    <ul className="grid gap-3">
      {fields.map((field) => (
        <li key={field.name} className="rounded-lg border">
          <div className="flex flex-wrap items-center justify-between gap-2 border-b px-3 py-1.5">
            <span className="font-[550]">{field.label}</span>
            <span className="flex items-center gap-3 text-xs text-muted-foreground tabular-nums">
              {field.max !== null && (
                <span>
                  {[...field.value].length} of {field.max}
                </span>
              )}
              <Button size="sm" onClick={() => void copy(field)}>
                <Copy aria-hidden />
                Copy<span className="sr-only"> {field.label}</span>
              </Button>
            </span>
          </div>
          <p
            className={`px-3 py-2 wrap-anywhere ${field.multiline ? "max-h-56 overflow-y-auto whitespace-pre-line" : ""}`}
            // A long text scrolls, so the keyboard must reach it.
            tabIndex={field.multiline ? 0 : undefined}
          >
            {field.value}
          </p>
        </li>
      ))}
    </ul>
  );
}

function useCopyKeys(fields: Field[], copy: (field: Field) => Promise<void>): void {
  useEffect(() => {
    let armed = 0;
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (event.key === "c") {
        armed = Date.now();
        return;
      }
      const field = fields.find(({ name }) => name === keys[event.key]);
      if (field && Date.now() - armed < 1500) void copy(field);
      armed = 0;
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, [fields, copy]);
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}
