/** `from`, `from + step`, ... up to and including `to`. */
export function range(from: number, to: number, step = 1): number[] {
  const count = Math.floor((to - from) / step + 1e-9) + 1;
  return Array.from({ length: count }, (_, i) => from + i * step);
}

/** A number as printed in a table: `digits` decimals, a comma between thousands, no negative zero. */
export function fixed(value: number, digits = 0): string {
  const [whole = "0", fraction] = Math.abs(value).toFixed(digits).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  const sign = value < 0 && Number(value.toFixed(digits)) !== 0 ? "-" : "";
  return sign + grouped + (fraction === undefined ? "" : `.${fraction}`);
}

/** Hours as a kitchen or workshop clock reads them: 3.5 -> "3 h 30". */
export function hours(value: number): string {
  const minutes = Math.round(value * 60);
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")}`;
}

export const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** A repeatable source of chance (mulberry32): the same seed gives the same numbers in [0, 1) for ever. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
