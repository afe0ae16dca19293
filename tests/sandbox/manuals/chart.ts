import { fixed, range } from "./numbers";
import type { Block } from "./page";
import type { Pen, Point } from "./pen";

type Axis = { label: string; from: number; to: number; step: number; digits?: number };
type LineChart = {
  title: string;
  x: Axis;
  y: Axis;
  series: readonly { name: string; points: readonly Point[] }[];
};
type BarChart = {
  title: string;
  unit: string;
  digits?: number;
  bars: readonly (readonly [string, number])[];
};

const HEIGHT = { min: 150, max: 270 };
const FRAME = { left: 34, right: 10, top: 40, bottom: 30 };

/** The curve of `f` as points, `count` + 1 of them. */
export function curve(from: number, to: number, f: (x: number) => number, count = 60): Point[] {
  return Array.from({ length: count + 1 }, (_, i): Point => {
    const x = from + ((to - from) * i) / count;
    return [x, f(x)];
  });
}

/** Curves over two labelled axes. Points outside the axes are left out. */
export function lineChart({ title, x, y, series }: LineChart): Block {
  return {
    measure: () => HEIGHT,
    draw(pen) {
      const plot = plotOf(pen);
      const px = (value: number): number => ((value - x.from) / (x.to - x.from)) * plot.width;
      const py = (value: number): number => ((value - y.from) / (y.to - y.from)) * plot.height;
      drawTitle(pen, title);
      drawLegend(
        pen,
        series.map(({ name }) => name),
      );
      gridLines(plot, y, py);
      for (const value of range(x.from, x.to, x.step)) {
        plot.segment([px(value), 0], [px(value), -3], { colour: pen.style.grey, width: 0.8 });
        plot.text(fixed(value, x.digits), px(value), -13, {
          size: 8,
          colour: pen.style.grey,
          align: "center",
        });
      }
      plot.segment([0, 0], [plot.width, 0], { colour: pen.style.grey, width: 0.8 });
      pen.text(x.label, FRAME.left + plot.width / 2, 4, { size: 8, colour: pen.style.grey, align: "center" });
      series.forEach(({ points }, i) => {
        const inside = points.filter(
          ([a, b]) => a >= x.from - 1e-6 && a <= x.to + 1e-6 && b >= y.from - 1e-6 && b <= y.to + 1e-6,
        );
        plot.line(
          inside.map(([a, b]): Point => [px(a), py(b)]),
          { colour: pen.style.series[i % pen.style.series.length] ?? pen.style.ink, width: 2 },
        );
      });
    },
  };
}

/** Upright bars with their values on top; the tallest fills the height. */
export function barChart({ title, unit, digits = 0, bars }: BarChart): Block {
  return {
    measure: () => HEIGHT,
    draw(pen) {
      const { style } = pen;
      const plot = plotOf(pen);
      const tallest = Math.max(...bars.map(([, value]) => value));
      const slot = plot.width / bars.length;
      drawTitle(pen, `${title} (${unit})`);
      bars.forEach(([name, value], i) => {
        const height = (value / tallest) * plot.height;
        const colour = style.series[i % 2] ?? style.ink;
        plot.rect(i * slot + slot * 0.15, 0, slot * 0.7, height, { fill: colour });
        plot.text(fixed(value, digits), (i + 0.5) * slot, height + 4, {
          size: 8,
          bold: true,
          align: "center",
        });
        plot.text(name, (i + 0.5) * slot, -13, {
          size: Math.min(8, (slot - 3) / style.regular.widthOfTextAtSize(name, 1)),
          colour: pen.style.grey,
          align: "center",
        });
      });
      plot.segment([0, 0], [plot.width, 0], { colour: pen.style.grey, width: 0.8 });
    },
  };
}

function plotOf(pen: Pen): Pen {
  return pen.within({
    x: FRAME.left,
    y: FRAME.bottom,
    width: pen.width - FRAME.left - FRAME.right,
    height: pen.height - FRAME.top - FRAME.bottom,
  });
}

function gridLines(plot: Pen, y: Axis, py: (value: number) => number): void {
  for (const value of range(y.from, y.to, y.step)) {
    plot.segment([0, py(value)], [plot.width, py(value)], { colour: plot.style.rule, width: 0.5 });
    plot.text(fixed(value, y.digits), -5, py(value) - 3, {
      size: 8,
      colour: plot.style.grey,
      align: "right",
    });
  }
  plot.text(y.label, -FRAME.left, plot.height + 7, { size: 8, colour: plot.style.grey });
}

function drawTitle(pen: Pen, title: string): void {
  pen.text(title, 0, pen.height - 11, { size: 10.5, bold: true });
}

/** Names of the curves, set from the right edge on the line above the plot. */
function drawLegend(pen: Pen, names: readonly string[]): void {
  let right = pen.width - FRAME.right;
  [...names.entries()].reverse().forEach(([i, name]) => {
    const width = pen.style.regular.widthOfTextAtSize(name, 8);
    pen.text(name, right, pen.height - 33, { size: 8, align: "right" });
    pen.rect(right - width - 14, pen.height - 32, 10, 4, {
      fill: pen.style.series[i % pen.style.series.length] ?? pen.style.ink,
    });
    right -= width + 24;
  });
}
