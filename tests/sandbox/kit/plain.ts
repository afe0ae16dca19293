import { z } from "zod";
import type { Books } from "@/tests/sandbox/kit/books";

const rowSchema = z.object({ key: z.string(), at: z.number().nullable(), value: z.unknown() });

/**
 * For a stand-in that keeps its state as one plain object and changes it in place. What differs from the last write
 * is found per top-level key, and per element of top-level arrays, when a mutating request is done; `start()` gives
 * the first state and the keys that an older file lacks. Throws when the file does not fit `schema`.
 */
export function openPlain<S extends object>(books: Books, schema: z.ZodType<S>, start: () => S): S {
  const rows = books.table("plain", rowSchema);
  const state = schema.parse({ ...start(), ...assemble(rows.all()) });
  const written = new Map(rows.all().map((row) => [idOf(row), JSON.stringify(row.value)]));
  books.onFlush(() => {
    const alive = new Set<string>();
    for (const row of takeApart(state)) {
      const id = idOf(row);
      const text = JSON.stringify(row.value);
      alive.add(id);
      if (written.get(id) === text) continue;
      written.set(id, text);
      // A copy: the rows of the books must not change under the hands of the stand-in.
      rows.put(id, { ...row, value: JSON.parse(text) });
    }
    for (const id of written.keys()) {
      if (alive.has(id)) continue;
      written.delete(id);
      rows.remove(id);
    }
  });
  return state;
}

type Row = z.infer<typeof rowSchema>;

function idOf(row: Row): string {
  return row.at === null ? row.key : `${row.key}/${row.at}`;
}

function takeApart(state: object): Row[] {
  return Object.entries(state).flatMap(([key, value]): Row[] => {
    if (value === undefined) return [];
    if (!Array.isArray(value)) return [{ key, at: null, value }];
    // -1 says "this is an array" even when it is empty.
    return [
      { key, at: -1, value: [] },
      ...value.map((element: unknown, at) => ({ key, at, value: element })),
    ];
  });
}

function assemble(rows: Row[]): Record<string, unknown> {
  const state: Record<string, unknown> = {};
  const arrays = new Map<string, unknown[]>();
  for (const { key, at, value } of [...rows].sort((a, b) => (a.at ?? 0) - (b.at ?? 0))) {
    if (at === null) state[key] = value;
    else if (at === -1) arrays.set(key, []);
    else arrays.get(key)?.push(value);
  }
  return { ...state, ...Object.fromEntries(arrays) };
}
