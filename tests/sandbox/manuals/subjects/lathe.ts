import type { Subject } from "../book";
import { curve, lineChart } from "../chart";
import { fixed, radians, range } from "../numbers";
import { drawing, manualPage } from "../page";
import type { Pen } from "../pen";
import { steps, text } from "../prose";
import { table } from "../table";

const rpm = (metresPerMinute: number, mm: number): number => (metresPerMinute * 1000) / (Math.PI * mm);
const GEARS = [20, 25, 30, 35, 40, 45, 50, 55, 60, 63, 65, 70, 80, 100, 127];

/** Four change gears a/b × c/d that cut `pitch` mm with a lead screw of `lead` mm, closest and smallest first. */
function changeGears(pitch: number, lead: number): { gears: string; error: number } {
  let best = { gears: "-", error: Number.POSITIVE_INFINITY };
  for (const a of GEARS)
    for (const b of GEARS)
      for (const c of GEARS)
        for (const d of GEARS) {
          const error = Math.abs(((a / b) * (c / d) * lead) / pitch - 1);
          if (error < best.error - 1e-9 && new Set([a, b, c, d]).size === 4)
            best = { gears: `${a}/${b} × ${c}/${d}`, error };
        }
  return best;
}

export const lathe: Subject = {
  fileName: "vintage-lathe-setup-chart.pdf",
  title: "Vintage Lathe Setup Chart",
  subtitle: "Speeds, change gears and tapers for plain bench lathes",
  tags: [
    "lathe",
    "machinist",
    "metalworking",
    "change gears",
    "thread cutting",
    "workshop chart",
    "model engineer",
    "vintage machine",
    "cutting speed",
    "taper turning",
  ],
  description:
    "Scanned pages of our own shop chart for plain screw-cutting lathes: spindle speeds by diameter and metal, change gears for metric and inch threads with the remaining error, tailstock offset for tapers, and depth of cut for threads. The pages are images, as they hung beside the machine.",
  note: "A scan without text; the words are only in the pictures.",
  theme: {
    serif: true,
    accent: "#2f3b2f",
    second: "#8f6a2a",
    cover: { layout: "frame", ground: "#ddd2b4", ink: "#2b2a22", motif: "#6e4f1c" },
  },
  motif: (pen) => bench(pen, pen.style.theme.cover.ink, pen.style.theme.cover.motif),
  opening:
    "For lathes with loose gears on the banjo and stepped pulleys on the spindle. Stop the machine before changing belts or gears, take the key out of the chuck, and roll up your sleeves.",
  pages: [
    manualPage(
      "Spindle speed by diameter",
      text(
        "Revolutions a minute for high-speed steel tools. With carbide take three times the figure, if the bearings allow it. Round down to the next pulley step.",
      ),
      table({
        head: ["Work, mm", "Steel 25", "Iron 20", "Brass 55", "Bronze 35", "Alloy 90"],
        words: [],
        rows: [5, 8, 10, 12, 16, 20, 25, 32, 40, 50, 65, 80, 100, 125].map((d) => [
          `${d}`,
          ...[25, 20, 55, 35, 90].map((v) => fixed(rpm(v, d))),
        ]),
        note: "Cutting speed in metres a minute beside the metal.",
      }),
    ),
    manualPage(
      "Speed on the chart",
      text(
        "The speed halves when the diameter doubles. Facing a large disc passes through the whole curve, so set the speed for the rim and accept that the middle is slow.",
      ),
      lineChart({
        title: "Spindle speed",
        x: { label: "diameter, mm", from: 0, to: 120, step: 20 },
        y: { label: "rpm", from: 0, to: 1600, step: 400 },
        series: [
          { name: "steel", points: curve(5, 120, (d) => rpm(25, d), 120) },
          { name: "brass", points: curve(11, 120, (d) => rpm(55, d), 120) },
        ],
      }),
      table({
        head: ["Countershaft, rpm", "Pulley 60 : 140", "80 : 120", "100 : 100", "120 : 80"],
        words: [],
        rows: [250, 320, 400, 500].map((n) => [
          `${n}`,
          ...[60 / 140, 80 / 120, 1, 120 / 80].map((k) => fixed(n * k)),
        ]),
      }),
    ),
    manualPage(
      "Metric threads, 3 mm lead screw",
      text(
        "Driver over driven, twice. The first gear goes on the spindle stud, the last on the screw. The error is what remains when no set fits exactly.",
      ),
      table({
        head: ["Pitch, mm", "Gears", "Error, %"],
        words: [1],
        rows: [0.5, 0.6, 0.7, 0.75, 0.8, 1, 1.25, 1.5, 1.75, 2, 2.5, 3.5].map((p) => {
          const { gears, error } = changeGears(p, 3);
          return [fixed(p, 2), gears, fixed(error * 100, 3)];
        }),
      }),
    ),
    manualPage(
      "Inch threads, 3 mm lead screw",
      text(
        "A wheel of 127 makes inch threads exact on a metric screw, for five times 25.4 is 127. The sets below use what a common box holds. An error under a tenth of a percent does no harm in a nut.",
      ),
      table({
        head: ["Threads an inch", "Pitch, mm", "Gears", "Error, %"],
        words: [2],
        rows: [10, 11, 12, 13, 14, 16, 18, 19, 20, 24, 26, 28].map((n) => {
          const { gears, error } = changeGears(25.4 / n, 3);
          return [`${n}`, fixed(25.4 / n, 4), gears, fixed(error * 100, 3)];
        }),
      }),
    ),
    manualPage(
      "Depth of thread",
      text(
        "Feed this much from the first touch of the tool to the finished thread. With the top slide set over to half the angle, feed along it by the longer figure.",
      ),
      table({
        head: ["Pitch, mm", "Straight in", "Top slide 29.5°", "First cut", "Cuts"],
        words: [],
        rows: [0.5, 0.75, 0.8, 1, 1.25, 1.5, 1.75, 2, 2.5, 3].map((p) => {
          const depth = 0.6134 * p;
          return [
            fixed(p, 2),
            fixed(depth, 3),
            fixed(depth / Math.cos(radians(29.5)), 3),
            fixed(depth / Math.sqrt(Math.ceil(depth * 8)), 3),
            `${Math.ceil(depth * 8)}`,
          ];
        }),
      }),
      steps([
        "Coat the work with marking blue.",
        "Take a scratch and measure it with a pitch gauge.",
        "Feed in decreasing cuts so that every chip is alike.",
        "Try the nut before the last one.",
      ]),
    ),
    manualPage(
      "Turning tapers",
      text(
        "Move the tailstock by half the difference of the diameters, scaled up to the length between centres. For short, steep tapers turn the top slide instead.",
      ),
      table({
        head: ["Taper", "Half angle", "100 mm", "150 mm", "200 mm", "300 mm"],
        rows: (
          [
            ["Morse 1", 0.04988],
            ["Morse 2", 0.04995],
            ["Morse 3", 0.0502],
            ["1 : 10", 0.1],
            ["1 : 20", 0.05],
            ["1 : 30", 1 / 30],
            ["1 : 50", 0.02],
            ["Pin 1 : 48", 1 / 48],
          ] as const
        ).map(([name, t]) => [
          name,
          `${fixed((Math.atan(t / 2) * 180) / Math.PI, 3)}°`,
          ...[100, 150, 200, 300].map((l) => fixed((l * t) / 2, 3)),
        ]),
        note: "Tailstock offset in mm for work of that length.",
      }),
      drawing("The bench lathe and its parts.", { min: 150, max: 220 }, (pen) =>
        bench(pen, pen.style.ink, pen.style.theme.second),
      ),
    ),
  ],
};

function bench(pen: Pen, dark: string, light: string): void {
  const s = Math.min(pen.width / 300, pen.height / 190);
  const [ox, oy] = [(pen.width - 300 * s) / 2, (pen.height - 190 * s) / 2];
  const part = pen.within({ x: ox, y: oy, width: 300 * s, height: 190 * s });
  const box = (x: number, y: number, w: number, h: number, fill: string): void =>
    part.rect(x * s, y * s, w * s, h * s, { fill });
  box(10, 60, 280, 22, dark);
  for (const x of [22, 240])
    part.shape(
      [
        [x * s, 4 * s],
        [(x + 44) * s, 4 * s],
        [(x + 34) * s, 60 * s],
        [(x + 10) * s, 60 * s],
      ],
      { fill: dark },
    );
  box(14, 82, 74, 74, dark);
  for (const i of range(0, 3)) box(22 + i * 12, 100 - i * 4, 10, 40 + i * 8, light);
  box(88, 98, 16, 54, light);
  box(104, 118, 122, 14, light);
  box(226, 82, 50, 60, dark);
  box(214, 120, 16, 10, dark);
  part.circle(284 * s, 124 * s, 12 * s, { colour: dark, width: 4 * s });
  box(140, 82, 46, 18, light);
  box(152, 100, 20, 14, dark);
  part.circle(162 * s, 54 * s, 13 * s, { colour: light, width: 4 * s });
  box(20, 48, 262, 5, light);
}
