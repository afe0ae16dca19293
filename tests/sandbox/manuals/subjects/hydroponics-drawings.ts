import { mix } from "../colour";
import { fixed, range } from "../numbers";
import type { Pen, Point } from "../pen";

// Saturation vapour pressure in kPa (Tetens).
const saturation = (celsius: number): number => 0.61078 * Math.exp((17.27 * celsius) / (celsius + 237.3));

const vpd = (celsius: number, humidity: number): number => saturation(celsius) * (1 - humidity / 100);

export function leaf(pen: Pen, x: number, y: number, scale: number, fill: string): void {
  for (const side of [-1, 0, 1]) {
    const points = range(0, 20).map((i): Point => {
      const t = i / 20;
      const along = Math.sin(Math.PI * t) * 22 * (i % 2 ? 1 : 0.92);
      return [along, t * 96];
    });
    const outline = [...points, ...points.map(([a, b]): Point => [-a, b]).reverse()];
    const turn = side * 0.75;
    pen.shape(
      outline.map(
        ([a, b]): Point => [
          x + scale * (a * Math.cos(turn) + b * Math.sin(turn)),
          y + scale * (b * Math.cos(turn) - a * Math.sin(turn)),
        ],
      ),
      { fill: side === 0 ? mix(fill, "#ffffff", 0.2) : fill },
    );
  }
}

export function vpdMap(pen: Pen): void {
  const [columns, rows] = [range(35, 85, 5), range(16, 32, 2)];
  const [w, h] = [(pen.width - 34) / columns.length, (pen.height - 20) / rows.length];
  rows.forEach((t, row) => {
    pen.text(`${t} °C`, 30, 20 + row * h + h / 2 - 3, { size: 8.5, align: "right" });
    columns.forEach((humidity, column) => {
      const value = vpd(t, humidity);
      const good = value >= 0.8 && value <= 1.2;
      pen.rect(34 + column * w, 20 + row * h, w - 1, h - 1, {
        fill: good ? pen.style.theme.second : mix("#e6f2f7", "#d98a4b", Math.min(1, value / 3)),
      });
      pen.text(fixed(value, 1), 34 + (column + 0.5) * w, 20 + row * h + h / 2 - 3, {
        size: 9,
        bold: good,
        align: "center",
      });
      if (row === 0) pen.text(`${humidity} %`, 34 + (column + 0.5) * w, 7, { size: 8, align: "center" });
    });
  });
}

export function channels(pen: Pen): void {
  const { theme, grey } = pen.style;
  pen.rect(8, 4, 96, 46, { fill: "#bfe0ea", colour: theme.accent, width: 2 });
  pen.text("tank", 56, 22, { size: 10, bold: true, align: "center" });
  pen.line(
    [
      [90, 30],
      [pen.width - 12, 30],
      [pen.width - 12, pen.height - 10],
    ],
    { colour: grey, width: 3 },
  );
  range(0, 2).forEach((i) => {
    const y = 78 + (i * (pen.height - 100)) / 3;
    pen.segment([40, y], [pen.width - 12, y + 12], { colour: theme.accent, width: 7 });
    pen.segment([40, y], [40 - i * 8, 50], { colour: theme.accent, width: 2 });
    for (const k of range(0, 6)) leaf(pen, 70 + k * 38, y + 4 + k * 1.4, 0.22, theme.second);
  });
}
