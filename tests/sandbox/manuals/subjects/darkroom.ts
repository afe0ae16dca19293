import type { Subject } from "../book";
import { barChart, curve, lineChart } from "../chart";
import { mix } from "../colour";
import { fixed, radians, range } from "../numbers";
import { drawing, manualPage } from "../page";
import type { Pen, Point } from "../pen";
import { steps, text } from "../prose";
import { table } from "../table";

const stops = (seconds: number, change: number): number => seconds * 2 ** change;
// Developing time falls by about 8.5 percent for each degree.
const developing = (minutesAt20: number, celsius: number): number =>
  minutesAt20 * Math.exp(-0.085 * (celsius - 20));
// The usual power law of reciprocity failure.
const reciprocity = (seconds: number, power: number): number => Math.max(seconds, seconds ** power);
const clock = (seconds: number): string =>
  seconds < 60
    ? `${fixed(seconds, 0)} s`
    : `${Math.floor(Math.round(seconds) / 60)} m ${String(Math.round(seconds) % 60).padStart(2, "0")}`;

export const darkroom: Subject = {
  fileName: "darkroom-printing-tables.pdf",
  title: "Darkroom Printing Tables",
  subtitle: "F-stop timing, enlargement, dilution and temperature for black and white prints",
  price: "13.00",
  tags: [
    "darkroom",
    "film photography",
    "analog photo",
    "f stop printing",
    "enlarger",
    "black and white",
    "film developing",
    "photo chemistry",
    "print timer",
    "test strip",
  ],
  description:
    "Print by stops instead of by seconds. The tables turn any base exposure into steps of a third, a quarter or a sixth of a stop, carry it to a larger print, mix any dilution, correct developing for temperature and long exposures for reciprocity. White on a page you can read under a safelight from an arm's length.",
  theme: {
    serif: false,
    accent: "#2b2b33",
    second: "#c62828",
    cover: { layout: "band", ground: "#17171c", ink: "#ececec", motif: "#d32f2f" },
  },
  motif: (pen) => {
    const { ink, ground, motif } = pen.style.theme.cover;
    const r = pen.height * 0.46;
    const [x, y] = [pen.width * 0.5, pen.height * 0.5];
    pen.circle(x, y, r, { fill: motif });
    iris(pen, x, y, r * 0.9, 0.42, mix(ground, ink, 0.25), ground);
  },
  opening:
    "The eye counts light in doublings, so exposure should be counted that way too. Each step in these tables looks equally large on paper, whether the base time is four seconds or forty.",
  pages: [
    manualPage(
      "Exposure in thirds of a stop",
      text(
        "Find the base time in the left column and read across. A third of a stop is the smallest change most people notice at once; a sixth shows only side by side. Times are in seconds.",
      ),
      table({
        head: ["Base", "-1", "-2/3", "-1/3", "+1/3", "+2/3", "+1"],
        words: [],
        rows: [4, 5, 6, 8, 10, 12, 14, 16, 20, 24, 28, 32, 40].map((base) => [
          `${base}`,
          ...[-1, -2 / 3, -1 / 3, 1 / 3, 2 / 3, 1].map((s) => fixed(stops(base, s), 1)),
        ]),
      }),
      text(
        "To burn a sky by two thirds of a stop after a base of ten seconds, give what the table adds: 5.9 seconds more.",
      ),
    ),
    manualPage(
      "Test strips",
      text(
        "A strip in equal seconds wastes its dark end. Give the whole sheet the first time, then cover a little more at each step and give the next. The totals double every third or fourth band.",
      ),
      table({
        head: ["Band", "1/3 stop: give", "Total", "1/4 stop: give", "Total", "1/6 stop: give", "Total"],
        words: [],
        rows: range(0, 7).map((band) => [
          `${band + 1}`,
          ...[3, 4, 6].flatMap((parts) => {
            const total = stops(8, band / parts);
            return [fixed(band === 0 ? 8 : total - stops(8, (band - 1) / parts), 1), fixed(total, 1)];
          }),
        ]),
      }),
      drawing("Eight bands a third of a stop apart, from 8 to 40 seconds.", { min: 130, max: 200 }, (pen) => {
        range(0, 7).forEach((band) => {
          const shade = mix("#ffffff", "#101010", 1 / (1 + Math.exp(-(band - 3.2) * 0.9)));
          pen.rect((band * pen.width) / 8, 16, pen.width / 8, pen.height - 20, { fill: shade });
          pen.text(fixed(stops(8, band / 3), 1), ((band + 0.5) * pen.width) / 8, 4, {
            size: 8.5,
            align: "center",
          });
        });
        pen.rect(0, 16, pen.width, pen.height - 20, { colour: pen.style.ink });
      }),
    ),
    manualPage(
      "Carrying a time to a larger print",
      text(
        "Raise the head and the same light covers more paper. The factor is the square of the ratio of one plus magnification, new over old. Choose the size you have on the left and the size you want above.",
      ),
      table({
        head: ["From, cm", "13 × 18", "18 × 24", "24 × 30", "30 × 40", "40 × 50"],
        rows: (
          [
            ["10 × 15", 15],
            ["13 × 18", 18],
            ["18 × 24", 24],
            ["24 × 30", 30],
            ["30 × 40", 40],
          ] as const
        ).map(([name, from]) => [
          name,
          ...[18, 24, 30, 40, 50].map((to) => fixed(((1 + to / 3.6) / (1 + from / 3.6)) ** 2, 2)),
        ]),
        note: "For 24 × 36 mm film; long sides compared.",
      }),
      lineChart({
        title: "Exposure factor from a 13 × 18 print",
        x: { label: "long side of the new print, cm", from: 10, to: 50, step: 10 },
        y: { label: "times", from: 0, to: 8, step: 2 },
        series: [
          { name: "35 mm", points: curve(10, 50, (s) => ((1 + s / 3.6) / 6) ** 2) },
          { name: "6 × 9 cm", points: curve(10, 50, (s) => ((1 + s / 9) / 3) ** 2) },
        ],
      }),
    ),
    manualPage(
      "Mixing dilutions",
      text(
        "One plus nine means one part of concentrate and nine of water, so ten parts in all. Measure the small amount carefully: it decides the strength. Water first, then developer; always water before acid.",
      ),
      table({
        head: ["Makes", "1 + 4", "1 + 9", "1 + 14", "1 + 19", "1 + 25", "1 + 50"],
        rows: [250, 300, 500, 600, 1000, 1500, 2000, 2500].map((ml) => [
          `${fixed(ml)} ml`,
          ...[5, 10, 15, 20, 26, 51].map((parts) => fixed(ml / parts, parts > 20 ? 1 : 0)),
        ]),
        note: "Millilitres of concentrate; fill up with water to the amount on the left.",
      }),
      barChart({
        title: "Concentrate in one litre",
        unit: "ml",
        digits: 0,
        bars: [
          [`1 + 4`, 200],
          ["1 + 9", 100],
          ["1 + 14", 66.7],
          ["1 + 19", 50],
          ["1 + 25", 38.5],
          ["1 + 50", 19.6],
        ],
      }),
    ),
    manualPage(
      "Developing time and temperature",
      text(
        "A warm bath works faster. Find the time for 20 °C on the film's sheet and read along to the temperature in the tank. Times under five minutes make uneven skies, so cool the bath rather than rush.",
      ),
      table({
        head: ["At 20 °C", "18 °C", "19 °C", "21 °C", "22 °C", "23 °C", "24 °C"],
        rows: [5, 6, 7, 8, 9, 10, 11, 12, 14, 16].map((minutes) => [
          `${minutes} min`,
          ...[18, 19, 21, 22, 23, 24].map((t) => clock(developing(minutes, t) * 60)),
        ]),
      }),
      lineChart({
        title: "Ten minutes at 20 °C become",
        x: { label: "temperature, °C", from: 16, to: 26, step: 2 },
        y: { label: "minutes", from: 4, to: 16, step: 2 },
        series: [{ name: "developing time", points: curve(16, 26, (t) => developing(10, t)) }],
      }),
    ),
    manualPage(
      "Long exposures on film",
      text(
        "Below a second, film adds up light honestly. Beyond it, faint light counts for less, and the meter's reading must be lengthened. The power in the head of each column belongs to a family of films; use 1.31 when in doubt.",
      ),
      table({
        head: ["Metered", "1.15", "1.26", "1.31", "1.40"],
        rows: [1, 2, 4, 8, 15, 30, 60, 90, 120, 240].map((s) => [
          clock(s),
          ...[1.15, 1.26, 1.31, 1.4].map((p) => clock(reciprocity(s, p))),
        ]),
      }),
      lineChart({
        title: "What to give for what the meter says",
        x: { label: "metered seconds", from: 0, to: 120, step: 20 },
        y: { label: "seconds", from: 0, to: 800, step: 200 },
        series: [1.15, 1.31, 1.4].map((p) => ({
          name: fixed(p, 2),
          points: curve(0, 120, (s) => reciprocity(s, p)),
        })),
      }),
    ),
    manualPage(
      "Apertures drawn to size",
      text(
        "Each full stop halves the area of the hole, so the diameter shrinks by the square root of two. For a 50 mm enlarging lens the openings are drawn below, and the best sharpness lies two or three stops from the largest.",
      ),
      drawing("Openings from f/2.8 to f/22, to one scale.", { min: 150, max: 190 }, (pen) => {
        [2.8, 4, 5.6, 8, 11, 16, 22].forEach((stop, i) => {
          const x = pen.width * (0.12 + (i % 4) * 0.255);
          const y = i < 4 ? pen.height * 0.76 : pen.height * 0.26;
          iris(pen, x, y, pen.height * 0.21, 2.6 / stop, "#4a4a55", "#8b8b96");
          pen.text(`f/${stop}`, x, y - pen.height * 0.21 - 12, { size: 9, bold: true, align: "center" });
        });
      }),
      steps([
        "Focus wide open with a grain magnifier.",
        "Close down two stops and check that the focus has not moved.",
        "Keep that stop for the whole evening; change only the time.",
      ]),
      table({
        head: ["Stop", "Diameter, mm", "Area, mm²", "Time for 10 s at f/8"],
        rows: [4, 5.6, 8, 11, 16].map((n) => [
          `f/${n}`,
          fixed(50 / n, 2),
          fixed((Math.PI / 4) * (50 / n) ** 2, 1),
          `${fixed(10 * (n / 8) ** 2, 1)} s`,
        ]),
      }),
    ),
  ],
};

/** Seven blades around a hole of `open` times the radius; the hole shows what is behind. */
function iris(pen: Pen, x: number, y: number, r: number, open: number, blade: string, edge: string): void {
  const at = (radius: number, degrees: number): Point => [
    x + radius * Math.cos(radians(degrees)),
    y + radius * Math.sin(radians(degrees)),
  ];
  const step = 360 / 7;
  for (const i of range(0, 6)) {
    const outer = range(0, 6).map((k) => at(r, i * step + 40 + (k * step) / 6));
    pen.shape([at(r * open, i * step), ...outer, at(r * open, (i + 1) * step)], {
      fill: blade,
      colour: edge,
      width: 1.2,
    });
  }
}
