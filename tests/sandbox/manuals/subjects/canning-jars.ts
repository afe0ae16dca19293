import { range } from "../numbers";
import type { Pen } from "../pen";

/** Jars in a row; `gaps` is the empty share of each jar under its lid. */
export function shelf(
  pen: Pen,
  count: number,
  outline: string,
  fills: readonly string[],
  gaps: readonly number[] = [],
): void {
  const slot = pen.width / count;
  const w = slot * 0.72;
  const h = Math.min(pen.height - 14, w * 1.55);
  for (const i of range(0, count - 1)) {
    const x = i * slot + (slot - w) / 2;
    const full = h * 0.8 * (1 - (gaps[i] ?? 0.12));
    pen.rect(x + 4, 6, w - 8, full, { fill: fills[i % fills.length] ?? outline });
    pen.shape(
      [
        [x, 4],
        [x + w, 4],
        [x + w, h * 0.76],
        [x + w * 0.9, h * 0.84],
        [x + w * 0.1, h * 0.84],
        [x, h * 0.76],
      ],
      { colour: outline, width: 3 },
    );
    pen.rect(x + w * 0.06, h * 0.85, w * 0.88, h * 0.11, { fill: outline });
    if (gaps.length === 0) pen.rect(x + w * 0.2, h * 0.2, w * 0.6, h * 0.26, { fill: outline });
  }
  pen.segment([0, 2], [pen.width, 2], { colour: outline, width: 4 });
}
