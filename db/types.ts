/**
 * How values of raw SQL look in TypeScript, the same on every driver: int8 is a number (text when a number
 * cannot hold it), a moment with a time zone is a Date, numeric and everything else about time stays text.
 * The keys are type oids of pg_type.dat: https://github.com/postgres/postgres/blob/master/src/include/catalog/pg_type.dat
 */
export const parsers: Record<number, (text: string) => unknown> = {
  20: int8,
  1016: listOf(int8),
  1184: moment,
  1185: listOf(moment),
  1700: same, // numeric
  1231: listOf(same),
  1114: same, // timestamp without time zone
  1115: listOf(same),
  1082: same, // date
  1182: listOf(same),
  1186: same, // interval
  1187: listOf(same),
};

function int8(text: string): number | string {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : text;
}

function moment(text: string): Date {
  // "2026-11-22 18:00:00.123+00" or, with an odd session time zone, "+05:30".
  const value = new Date(text.replace(" ", "T").replace(/([+-]\d\d)$/, "$1:00"));
  if (Number.isNaN(value.getTime())) throw new RangeError(`Not a moment that a Date can hold: ${text}`);
  return value;
}

function same(text: string): string {
  return text;
}

/** A one-dimensional array of elements that hold no comma, quote or backslash of their own. */
function listOf(parse: (text: string) => unknown): (text: string) => unknown[] {
  return (text) => {
    const inner = text.slice(1, -1);
    if (inner === "") return [];
    return inner.split(",").map((item) => (item === "NULL" ? null : parse(item.replace(/^"|"$/g, ""))));
  };
}
