import { fixed, radians, range } from "../numbers";
import type { Pen, Point } from "../pen";

// Height of the noon sun in degrees.
export const noon = (latitude: number, declination: number): number => 90 - Math.abs(latitude - declination);

export function sunMotif(pen: Pen): void {
  const { motif, ink } = pen.style.theme.cover;
  const x = pen.width * 0.72;
  const y = pen.height * 0.74;
  pen.circle(x, y, 46, { fill: motif });
  for (const angle of range(0, 345, 15)) {
    const [cos, sin] = [Math.cos(radians(angle)), Math.sin(radians(angle))];
    pen.segment(
      [x + cos * 56, y + sin * 56],
      [x + cos * (angle % 30 ? 66 : 80), y + sin * (angle % 30 ? 66 : 80)],
      { colour: motif, width: 3 },
    );
  }
  const corner = (u: number, v: number): Point => [u * pen.width * 0.8 + v * 40, 12 + v * pen.height * 0.46];
  pen.shape([corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1)], {
    fill: "#1f5f7a",
    colour: ink,
    width: 2,
  });
  for (const u of range(1, 5)) pen.line([corner(u / 6, 0), corner(u / 6, 1)], { colour: ink });
  for (const v of range(1, 3)) pen.line([corner(0, v / 4), corner(1, v / 4)], { colour: ink });
}

export function sunPaths(pen: Pen): void {
  const { theme, grey } = pen.style;
  const r = Math.min(pen.height - 26, pen.width * 0.44);
  const x = pen.width * 0.34;
  pen.segment([20, 12], [pen.width - 20, 12], { width: 2 });
  (
    [
      ["June", 23.4],
      ["March", 0],
      ["December", -23.4],
    ] as const
  ).forEach(([name, declination]) => {
    const angle = radians(noon(45, declination));
    const end: Point = [x + r * Math.cos(angle), 12 + r * Math.sin(angle)];
    pen.line([[x, 12], end], { colour: theme.second, width: 1.5, dash: 4 });
    pen.circle(end[0], end[1], 9, { fill: theme.second });
    pen.text(`${name}, ${fixed(noon(45, declination), 1)}°`, end[0] + 15, end[1] - 3, {
      size: 9,
      colour: grey,
    });
  });
  const tilt = radians(45);
  pen.segment([x - 38 * Math.cos(tilt), 12 + 76 * Math.sin(tilt)], [x + 38 * Math.cos(tilt), 12], {
    colour: theme.accent,
    width: 6,
  });
}

const PARTS = [
  { name: "Panels", at: [0, 1] },
  { name: "Switch", at: [0.5, 1] },
  { name: "Controller", at: [1, 1] },
  { name: "Fuse", at: [1, 0.5] },
  { name: "Bus bars", at: [0.5, 0.5] },
  { name: "Fuse block", at: [0.5, 0] },
  { name: "Loads", at: [1, 0] },
  { name: "Battery", at: [0, 0.1] },
] as const;

export function wiringPlan(pen: Pen): void {
  const { theme, soft } = pen.style;
  const [w, h] = [84, 44];
  const parts = PARTS.map(({ name, at: [fx, fy] }) => ({
    name,
    x: fx * (pen.width - w),
    y: fy * (pen.height - h),
  }));
  const busBars = parts.find(({ name }) => name === "Bus bars");
  parts.forEach((part, i) => {
    // The battery hangs on the bus bars; every other part on the one before it.
    const from = part.name === "Battery" ? busBars : parts[i - 1];
    if (!from) return;
    const [x1, y1, x2, y2] = [from.x + w / 2, from.y + h / 2, part.x + w / 2, part.y + h / 2];
    for (const shift of [4, -4]) {
      const wire = { colour: shift > 0 ? "#b3261e" : "#222222", width: 1.8 };
      pen.segment([x1 + shift, y1 + shift], [x2 + shift, y1 + shift], wire);
      pen.segment([x2 + shift, y1 + shift], [x2 + shift, y2 + shift], wire);
    }
  });
  for (const { name, x, y } of parts) {
    pen.rect(x, y, w, h, { fill: soft, colour: theme.accent, width: 1.6 });
    pen.text(name, x + w / 2, y + h / 2 - 3, { size: 9, bold: true, align: "center" });
  }
}
