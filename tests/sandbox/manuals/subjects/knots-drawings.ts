import { range } from "../numbers";
import type { Pen, Point } from "../pen";

export type Rope = (t: number) => readonly [x: number, y: number, z: number];

export const trefoil: Rope = (t) => [
  Math.sin(t) + 2 * Math.sin(2 * t),
  Math.cos(t) - 2 * Math.cos(2 * t),
  -Math.sin(3 * t),
];

export const figureEight: Rope = (t) => [
  (2 + Math.cos(2 * t)) * Math.cos(3 * t),
  (2 + Math.cos(2 * t)) * Math.sin(3 * t),
  Math.sin(4 * t),
];

export const cinquefoil: Rope = (t) => [
  (2 + Math.cos(5 * t)) * Math.cos(2 * t),
  (2 + Math.cos(5 * t)) * Math.sin(2 * t),
  Math.sin(5 * t),
];

export const braid: Rope = (t) => [
  (2 + 0.9 * Math.cos(4 * t)) * Math.cos(3 * t),
  (2 + 0.9 * Math.cos(4 * t)) * Math.sin(3 * t),
  Math.sin(4 * t),
];

/** Draws a closed rope from the lowest piece to the highest, so that it passes over and under itself. */
export function drawRope(
  pen: Pen,
  rope: Rope,
  place: { x: number; y: number; r: number },
  look: { rope: string; edge: string; width: number },
): void {
  const count = 360;
  const pieces = range(0, count - 1).map((i) => {
    const at = (k: number) => rope((k * 2 * Math.PI) / count);
    const points = [-1, 0, 1, 2].map((d): Point => {
      const [x, y] = at(i + d);
      return [place.x + (x * place.r) / 3, place.y + (y * place.r) / 3];
    });
    return { points, z: at(i)[2] };
  });
  for (const { points } of pieces.sort((a, b) => a.z - b.z)) {
    pen.line(points.slice(1, 3), { colour: look.edge, width: look.width + 4, cap: "butt" });
    pen.line(points, { colour: look.rope, width: look.width });
  }
}

export function tackles(pen: Pen): void {
  const { theme, ink } = pen.style;
  [2, 3, 4].forEach((parts, i) => {
    const x = pen.width * (0.2 + 0.3 * i);
    pen.segment([x - 36, pen.height - 6], [x + 36, pen.height - 6], { width: 3 });
    range(0, parts - 1).forEach((k) => {
      const across = x + (k - (parts - 1) / 2) * 11;
      pen.segment([across, 52], [across, pen.height - 30], { colour: theme.second, width: 2 });
    });
    pen.segment([x + parts * 5.5, pen.height - 30], [x + 40, 60], { colour: theme.second, width: 2 });
    for (const y of [48, pen.height - 28])
      pen.circle(x, y, 8 + parts * 3, { fill: "#ffffff", colour: theme.accent, width: 3 });
    pen.rect(x - 16, 4, 32, 22, { fill: theme.accent });
    pen.segment([x, 26], [x, 48 - 8 - parts * 3], { colour: ink, width: 2 });
    pen.text(`${parts} : 1`, x, 11, { size: 9, bold: true, colour: "#ffffff", align: "center" });
  });
}
