import { radians, range } from "../numbers";
import type { Pen, Point } from "../pen";

export function cells(
  pen: Pen,
  r: number,
  paint: (column: number, row: number) => string | undefined,
  edge: string,
): void {
  const w = r * Math.sqrt(3);
  for (const row of range(0, Math.floor(pen.height / (r * 1.5)) - 1))
    for (const column of range(0, Math.floor(pen.width / w) - 1 - (row % 2))) {
      const fill = paint(column, row);
      if (!fill) continue;
      const [x, y] = [column * w + w / 2 + (row % 2) * (w / 2), row * r * 1.5 + r];
      pen.shape(
        range(30, 330, 60).map(
          (a): Point => [x + r * 0.92 * Math.cos(radians(a)), y + r * 0.92 * Math.sin(radians(a))],
        ),
        { fill, colour: edge, width: 1.4 },
      );
    }
}

export function broodBars(pen: Pen): void {
  const { theme, series } = pen.style;
  const day = (pen.width - 60) / 24;
  (
    [
      ["Queen", 3, 8, 16],
      ["Worker", 3, 9, 21],
      ["Drone", 3, 10, 24],
    ] as const
  ).forEach(([name, egg, sealed, out], i) => {
    const y = pen.height - (i + 1) * (pen.height / 3.4);
    const h = pen.height / 5;
    pen.text(name, 0, y + h / 2 - 3, { size: 10, bold: true });
    [
      [0, egg, "#f6e6b4"],
      [egg, sealed, theme.second],
      [sealed, out, theme.accent],
    ].forEach(([from, to, fill]) => {
      pen.rect(54 + Number(from) * day, y, (Number(to) - Number(from)) * day, h, { fill: String(fill) });
    });
    pen.text(`${out}`, 54 + out * day - 5, y + h / 2 - 3, {
      size: 9,
      bold: true,
      colour: "#ffffff",
      align: "right",
    });
    pen.segment([54, 6], [54 + 24 * day, 6], { colour: series[2] ?? theme.accent });
  });
}
