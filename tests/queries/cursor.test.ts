import fc from "fast-check";
import { expect, test } from "vitest";
import { pageOf, readCursor, writeCursor } from "@/db/queries/cursor";
import { AppError } from "@/lib/errors";

test("a cursor gives back the values it was made of", () => {
  const sorts = fc.array(fc.maxSafeInteger(), { maxLength: 3 });
  const id = fc.integer({ min: -2_147_483_647, max: 2_147_483_647 });
  fc.assert(
    fc.property(sorts, id, (values, last) => {
      const list = [...values, last];
      expect(readCursor(writeCursor(list), list.length)).toEqual(list);
    }),
    { seed: 7 },
  );
});

test.each(["", "x", "W10", "eyJhIjoxfQ", "WyIxIiwyXQ", "W251bGwsMl0"])(
  "the cursor %j is malformed",
  (cursor) => {
    expect(() => readCursor(cursor, 2)).toThrow(AppError);
    try {
      readCursor(cursor, 2);
    } catch (error) {
      expect(error).toMatchObject({ kind: "malformed" });
    }
  },
);

test("an id that no row can have, and a part of a number, are malformed", () => {
  expect(() => readCursor(writeCursor([2 ** 31]), 1)).toThrow("cannot be read");
  expect(() => readCursor(writeCursor([1.5, 1]), 2)).toThrow("cannot be read");
});

test("a cursor of another list is malformed", () => {
  expect(() => readCursor(writeCursor([1, 2, 3]), 2)).toThrow("cannot be read");
});

test("the last page has no next one, a full page with more behind it has", () => {
  expect(pageOf([1, 2], 2, (row) => [row])).toEqual({ rows: [1, 2], next: null });
  expect(pageOf([1, 2, 3], 2, (row) => [row])).toEqual({ rows: [1, 2], next: writeCursor([2]) });
  expect(pageOf([], 2, (row: number) => [row])).toEqual({ rows: [], next: null });
});
