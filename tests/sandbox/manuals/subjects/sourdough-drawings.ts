import { range } from "../numbers";
import type { Pen } from "../pen";

export function loafMotif(pen: Pen): void {
  const { motif, ink, ground } = pen.style.theme.cover;
  const cx = pen.width / 2;
  const cy = pen.height * 0.46;
  const r = Math.min(pen.width, pen.height) * 0.44;
  pen.circle(cx, cy, r, { fill: motif });
  for (const i of range(1, 5)) pen.circle(cx, cy, r * (1 - i * 0.13), { colour: ground, width: 1.4 });
  pen.segment([cx, cy - r * 0.8], [cx, cy + r * 0.8], { colour: ink, width: 4 });
  for (const y of range(-0.6, 0.6, 0.3))
    for (const side of [-1, 1])
      pen.segment([cx, cy + y * r - 8], [cx + side * r * 0.42, cy + y * r + r * 0.16], {
        colour: ink,
        width: 3.4,
      });
}

export function scoringPlan(pen: Pen): void {
  const { theme, soft } = pen.style;
  const r = Math.min(pen.width / 4.6, pen.height / 4.6);
  const cut = { colour: theme.accent, width: 3 };
  const centres = [
    [0.25, 0.75],
    [0.75, 0.75],
    [0.25, 0.25],
    [0.75, 0.25],
  ] as const;
  centres.forEach(([fx, fy], i) => {
    const x = fx * pen.width;
    const y = fy * pen.height;
    pen.circle(x, y, r, { fill: soft, colour: theme.second, width: 2 });
    const k = r * 0.6;
    if (i === 0) pen.arc(x - r * 0.9, y, r * 1.15, -42, 42, cut);
    if (i === 1)
      for (const [dx, dy] of [
        [k, 0],
        [0, k],
      ] as const)
        pen.segment([x - dx, y - dy], [x + dx, y + dy], cut);
    if (i === 2)
      for (const side of [-0.75, 0.75]) {
        pen.segment([x - k, y + side * k], [x + k, y + side * k], cut);
        pen.segment([x + side * k, y - k], [x + side * k, y + k], cut);
      }
    if (i === 3)
      for (const step of range(-0.8, 0.8, 0.4))
        for (const side of [-1, 1])
          pen.segment([x + side * 3, y + step * k], [x + side * k * 0.7, y + step * k + k * 0.4], cut);
  });
}
