"use client";

import { useEffect } from "react";
import type { KitField } from "./kit-shape";

const keys = new Map([
  ["title", "t"],
  ["description", "d"],
  ["price", "p"],
  ["tags", "g"],
]);
/** How long `c` waits for the second key. */
const patienceMs = 1500;

/** The key that copies this field after `c`. */
export function keyOf(name: string): string | undefined {
  return keys.get(name);
}

/** `c` and one more key copy a field; while somebody types they are letters. */
export function useCopyKeys(fields: KitField[], copy: (field: KitField) => Promise<void>): void {
  useEffect(() => {
    let armedAt = Number.NEGATIVE_INFINITY;
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const key = event.key.toLowerCase();
      const armed = event.timeStamp - armedAt < patienceMs;
      armedAt = key === "c" ? event.timeStamp : Number.NEGATIVE_INFINITY;
      const field = fields.find(({ name }) => keyOf(name) === key);
      if (armed && field) void copy(field);
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, [fields, copy]);
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}
