import type { Subject } from "../book";
import { curve, lineChart } from "../chart";
import { fixed, radians, range } from "../numbers";
import { drawing, manualPage } from "../page";
import { steps, text } from "../prose";
import { table } from "../table";
import { beats, gear, TRAINS } from "./watch-train";

export const watch: Subject = {
  fileName: "watch-gear-trains.pdf",
  title: "Watch Gear Trains",
  subtitle: "Teeth, beats and rates for the repair bench",
  price: "14.50",
  tags: [
    "watch repair",
    "watchmaking",
    "gear train",
    "horology",
    "clock repair",
    "pocket watch",
    "mechanical watch",
    "watch parts",
    "bench reference",
    "mainspring",
  ],
  description:
    "A bench reference for mechanical watches: how to count a train and find the beat, how to recover a lost wheel or pinion, what a timing error means per day, and how module and centre distance fix the size of a wheel. With drawn wheels that mesh as the numbers say. For those who already own a loupe and a steady hand.",
  theme: {
    serif: true,
    accent: "#6b1f2e",
    second: "#b08d3c",
    cover: { layout: "frame", ground: "#23161a", ink: "#e6cf98", motif: "#c9a54d" },
  },
  motif: (pen) => {
    const { motif, ink, ground } = pen.style.theme.cover;
    const r = Math.min(pen.width * 0.3, pen.height * 0.3);
    for (const [x, y, size, teeth] of [
      [0.36, 0.58, 1, 48],
      [0.82, 0.7, 0.46, 20],
      [0.66, 0.2, 0.62, 28],
    ] as const) {
      const [cx, cy] = [x * pen.width, y * pen.height];
      pen.shape(gear(cx, cy, r * size, teeth), { fill: motif });
      pen.circle(cx, cy, r * size * 0.76, { fill: ground });
      for (const angle of range(0, 300, 60))
        pen.segment(
          [cx, cy],
          [cx + r * size * 0.8 * Math.cos(radians(angle)), cy + r * size * 0.8 * Math.sin(radians(angle))],
          { colour: motif, width: 5 * size + 2 },
        );
      pen.circle(cx, cy, r * size * 0.18, { fill: ink });
    }
  },
  opening:
    "A watch divides an hour into several thousand equal parts with nothing but wheels. Count the teeth and everything else follows. The order in every table is from the centre wheel to the escape wheel.",
  pages: [
    manualPage(
      "Counting the beat",
      text(
        "Multiply the wheels, divide by the pinions, and double, because each tooth of the escape wheel gives two beats. Wheels are C, T, F and E for centre, third, fourth and escape; pinions are in small letters.",
      ),
      table({
        head: ["C", "t", "T", "f", "F", "e", "E", "Beats/h", "Hz"],
        words: [],
        rows: TRAINS.map((train) => [
          ...train.map(String),
          fixed(beats(train)),
          fixed(beats(train) / 7200, 2),
        ]),
      }),
      text(
        "The fourth wheel carries the seconds hand when it turns sixty times an hour. In every row above but those with a twelve-leaf pinion, eight times seven and a half makes sixty.",
      ),
    ),
    manualPage(
      "Finding a lost wheel",
      text(
        "When one wheel is missing, the beat on the balance tells you its teeth. Suppose the fourth wheel is gone and the rest reads 80, 10, 75, 10, escape 15. The table gives the fourth wheel for common beats and pinions; whole numbers only are possible.",
      ),
      table({
        head: ["Beats/h", "Hz", "e = 6", "e = 7", "e = 8", "e = 9", "e = 10"],
        words: [],
        rows: [14400, 16200, 16800, 18000, 19800, 21000, 21600, 25200, 28800, 36000].map((beat) => [
          fixed(beat),
          fixed(beat / 7200, 2),
          ...range(6, 10).map((leaf) => {
            const teeth = (beat * leaf) / (60 * 30);
            return Number.isInteger(teeth) ? `${teeth}` : "-";
          }),
        ]),
      }),
      steps([
        "Count what remains, twice, with a mark on the first tooth.",
        "Measure the free balance against a known beat if the hairspring is sound.",
        "Choose the row, then the column of the pinion you have.",
        "Check the size on the module page before cutting.",
      ]),
    ),
    manualPage(
      "A train in motion",
      text(
        "Two wheels meet where their pitch circles touch, and their teeth must be the same size there. The plate shows an 80-tooth wheel driving a pinion of ten: eight turns for one.",
      ),
      drawing("Wheel of 80 driving a pinion of 10, drawn to module.", { min: 250, max: 320 }, (pen) => {
        const { theme, soft } = pen.style;
        const module = Math.min(pen.width, pen.height) / 98;
        const [x, y] = [pen.width * 0.44, pen.height / 2];
        pen.shape(gear(x, y, module * 41, 80), { fill: soft, colour: theme.accent, width: 1.2 });
        pen.circle(x, y, module * 40, { colour: theme.second, width: 0.6 });
        pen.shape(gear(x + module * 45.2, y, module * 6, 10, Math.PI / 10), {
          fill: theme.second,
          colour: theme.accent,
          width: 1.2,
        });
        for (const angle of range(18, 306, 72))
          pen.segment(
            [x, y],
            [x + module * 34 * Math.cos(radians(angle)), y + module * 34 * Math.sin(radians(angle))],
            { colour: theme.accent, width: 5 },
          );
        pen.circle(x, y, module * 34, { colour: theme.accent, width: 1.2 });
        pen.circle(x, y, module * 4, { fill: "#ffffff", colour: theme.accent, width: 1.2 });
      }),
    ),
    manualPage(
      "Module and centre distance",
      text(
        "The module is the pitch diameter in millimetres divided by the teeth. Wheel and pinion share it, so the distance between their pivots fixes it: twice the distance over the sum of the teeth.",
      ),
      table({
        head: ["Distance, mm", "80 / 10", "75 / 10", "64 / 8", "60 / 8", "70 / 7"],
        words: [],
        rows: range(2.6, 6.2, 0.4).map((distance) => [
          fixed(distance, 1),
          ...[90, 85, 72, 68, 77].map((sum) => fixed((2 * distance) / sum, 4)),
        ]),
      }),
      table({
        head: ["Module", "Wheel 80, mm", "Pinion 10, mm", "Pitch, mm"],
        words: [],
        rows: [0.06, 0.08, 0.1, 0.12, 0.14].map((m) => [
          fixed(m, 2),
          fixed(m * 82.76, 3),
          fixed(m * 11.61, 3),
          fixed(m * Math.PI, 4),
        ]),
        note: "Outside diameters with the usual addendum for watch teeth.",
      }),
    ),
    manualPage(
      "Rate and error",
      text(
        "A timing machine shows seconds per day. The same error seen over a week or a month decides whether a watch is worth regulating again. One part in 86,400 is one second a day.",
      ),
      table({
        head: ["s / day", "s / week", "min / month", "min / year", "Parts per million"],
        words: [],
        rows: [1, 2, 4, 6, 8, 10, 15, 20, 30, 60].map((s) => [
          `${s}`,
          fixed(s * 7),
          fixed((s * 30) / 60, 1),
          fixed((s * 365.25) / 60, 1),
          fixed((s / 86400) * 1e6, 1),
        ]),
      }),
      lineChart({
        title: "Error after a number of days",
        x: { label: "days", from: 0, to: 30, step: 5 },
        y: { label: "seconds", from: 0, to: 300, step: 60 },
        series: [2, 5, 10].map((s) => ({ name: `${s} s a day`, points: curve(0, 30, (d) => d * s) })),
      }),
    ),
    manualPage(
      "Balance and hairspring",
      text(
        "The period of the balance grows with the square root of its inertia and falls with the square root of the stiffness of the spring. Shortening the spring by one percent therefore gains about seven minutes a day, which is why regulators move so little.",
      ),
      table({
        head: ["Spring shorter by", "Gain, s / day", "Gain, min / day"],
        rows: [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1].map((percent) => {
          const gain = (1 / Math.sqrt(1 - percent / 100) - 1) * 86400;
          return [`${percent} %`, fixed(gain, 1), fixed(gain / 60, 2)];
        }),
      }),
      lineChart({
        title: "Swing of the balance dying away, 18,000 beats",
        x: { label: "seconds", from: 0, to: 4, step: 1 },
        y: { label: "degrees", from: -300, to: 300, step: 100 },
        series: [
          {
            name: "free balance",
            points: curve(0, 4, (t) => 290 * Math.exp(-t / 2.4) * Math.cos(2 * Math.PI * 2.5 * t), 300),
          },
        ],
      }),
    ),
    manualPage(
      "Mainspring and reserve",
      text(
        "The barrel has a certain number of useful turns, and the ratio from barrel to centre wheel turns them into hours. A spring that fills just half of the free room between arbor and wall gives the most turns.",
      ),
      table({
        head: ["Barrel", "Centre pinion", "Hours a turn", "5 turns", "5.5 turns", "6 turns", "7 turns"],
        words: [],
        rows: (
          [
            [72, 10],
            [72, 12],
            [76, 12],
            [78, 12],
            [80, 12],
            [80, 10],
            [84, 12],
            [90, 12],
            [96, 12],
          ] as const
        ).map(([barrel, pinion]) => [
          `${barrel}`,
          `${pinion}`,
          fixed(barrel / pinion, 2),
          ...[5, 5.5, 6, 7].map((turns) => `${fixed((turns * barrel) / pinion, 1)} h`),
        ]),
      }),
      steps([
        "Let down the spring with the click before touching any bridge.",
        "Measure height, thickness and the inside of the barrel.",
        "Order by those three, never by the calibre name alone.",
        "Grease sparingly: the wall for an automatic, the coils otherwise.",
      ]),
    ),
  ],
};
