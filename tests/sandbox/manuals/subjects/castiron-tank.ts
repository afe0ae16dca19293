import { range } from "../numbers";
import type { Pen } from "../pen";

export function tank(pen: Pen): void {
  const { theme, ink, grey } = pen.style;
  const [w, h] = [pen.width * 0.76, pen.height * 0.66];
  const x = (pen.width - w) / 2;
  pen.rect(x, 6, w, h * 0.88, { fill: "#d9e8ee" });
  pen.line(
    [
      [x, 6 + h],
      [x, 6],
      [x + w, 6],
      [x + w, 6 + h],
    ],
    { width: 4 },
  );
  for (const fx of [0.1, 0.86]) {
    pen.rect(x + w * fx, 26, 12, h, { fill: grey });
    pen.line(
      [
        [x + w * fx + 6, 26 + h],
        [x + w * fx + 6, pen.height - 26],
        [pen.width * 0.36, pen.height - 26],
      ],
      { colour: "#b3261e", width: 2 },
    );
  }
  const [cx, cy] = [pen.width / 2, 10 + h * 0.42];
  pen.circle(cx, cy, h * 0.3, { fill: theme.accent });
  pen.circle(cx, cy, h * 0.25, { fill: "#565c62" });
  pen.segment([cx, cy + h * 0.3], [cx, pen.height - 40], { colour: ink, width: 2 });
  for (const i of range(1, 18)) {
    const side = i % 2 ? -1 : 1;
    pen.circle(
      cx + side * h * (0.34 + ((i * 7) % 5) * 0.03),
      cy - h * 0.2 + i * h * 0.033,
      1.4 + (i % 3) * 0.7,
      { fill: "#ffffff" },
    );
  }
  pen.rect(pen.width * 0.34, pen.height - 44, pen.width * 0.32, 40, { fill: theme.second });
  pen.text("+    charger    -", pen.width / 2, pen.height - 28, {
    size: 12,
    bold: true,
    colour: "#ffffff",
    align: "center",
  });
}
