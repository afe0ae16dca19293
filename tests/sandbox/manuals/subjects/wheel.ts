import type { Subject } from "../book";
import { barChart, curve, lineChart } from "../chart";
import { fixed, radians, range } from "../numbers";
import { drawing, manualPage } from "../page";
import type { Pen, Point } from "../pen";
import { steps, text } from "../prose";
import { table } from "../table";

type Hub = { flange: number; offset: number };

/** Spoke length in mm, from the rim's ERD, the hub's flange diameter and offset, spokes a wheel and crosses. */
function spoke(erd: number, { flange, offset }: Hub, spokes: number, crosses: number): number {
  const [big, small] = [erd / 2, flange / 2];
  const angle = radians((crosses * 720) / spokes);
  return Math.sqrt(big ** 2 + small ** 2 + offset ** 2 - 2 * big * small * Math.cos(angle)) - 1.3;
}

const RIMS = [522, 536, 540, 560, 574, 582, 588, 592, 596, 600, 604, 608, 612] as const;
const HUBS = [
  ["Front, rim brake", { flange: 38, offset: 35 }, 32],
  ["Front, disc", { flange: 58, offset: 26 }, 32],
  ["Rear, right side", { flange: 49, offset: 19 }, 32],
  ["Rear, left side", { flange: 49, offset: 36 }, 32],
  ["Dynamo hub", { flange: 68, offset: 27 }, 36],
] as const;

export const wheel: Subject = {
  fileName: "bicycle-wheel-building.pdf",
  title: "Bicycle Wheel Building",
  subtitle: "Spoke lengths, lacing and tension, worked out in full",
  price: "11.90",
  tags: [
    "wheel building",
    "bicycle repair",
    "spoke length",
    "bike wheel",
    "lacing pattern",
    "bike workshop",
    "cycling gift",
    "spoke tension",
    "bike mechanic",
    "truing",
  ],
  description:
    "Build a wheel that stays true. The book holds spoke lengths for thirteen rims and five typical hubs in every common crossing, drawn lacing plans, tension balance between the two sides of a dished wheel, and the stretch of the spoke under load. Measure your own parts and check them against the formula on the first page.",
  theme: {
    serif: false,
    accent: "#1f4e8c",
    second: "#e4572e",
    cover: { layout: "top", ground: "#f4f1ea", ink: "#16305a", motif: "#e4572e" },
  },
  motif: (pen) =>
    lacing(pen, 32, 3, {
      rim: pen.style.theme.cover.ink,
      right: pen.style.theme.cover.motif,
      left: "#6c86ac",
      width: 1.8,
    }),
  opening:
    "A wheel is a rim hung from a hub by thin wires, all pulling. Get their lengths right and the rest is patience. Lengths are in millimetres and are rounded to a tenth so that you can choose how to round.",
  pages: [
    manualPage(
      "Measuring the parts",
      text(
        "Three figures decide the length. The ERD is the rim's diameter where the spokes end, measured with two cut spokes and their nipples. The flange diameter is taken between hole centres, and the offset from the middle of the hub to the flange.",
      ),
      drawing("Effective rim diameter, flange and offset.", { min: 150, max: 210 }, measurePlan),
      steps([
        "Screw nipples on two old spokes, push them through opposite holes, pull tight and measure.",
        "Turn a quarter and measure again; use the average.",
        "Measure the hub between lock nuts, halve it, and subtract the distance to each flange.",
      ]),
    ),
    ...HUBS.map(([name, hub, spokes]) =>
      manualPage(
        `${name}: ${spokes} holes`,
        text(
          `For a flange of ${hub.flange} mm at ${hub.offset} mm from the middle. Each spoke leaves the flange ${fixed(720 / spokes, 1)} degrees from the next on the same side, and more crosses pull it further around. ${hub.offset < 22 ? "The small offset makes this side steep and therefore tight." : hub.flange > 55 ? "The wide flange shortens the spoke and carries brake or motor torque well." : "With a flange this small, crossing changes the length by only a few millimetres."}`,
        ),
        table({
          head: ["ERD, mm", "Radial", "1 cross", "2 cross", "3 cross", ...(spokes === 36 ? ["4 cross"] : [])],
          words: [],
          rows: RIMS.map((erd) => [
            `${erd}`,
            ...range(0, spokes === 36 ? 4 : 3).map((c) => fixed(spoke(erd, hub, spokes, c), 1)),
          ]),
          note: "Half the spoke hole, 1.3 mm, is already taken off.",
        }),
      ),
    ),
    manualPage(
      "Lacing three cross",
      text(
        "Each spoke passes three others from the same flange, going outside the first two and inside the last. The valve lies between spokes that lead away from each other, so the pump has room.",
      ),
      drawing("Thirty-two spokes, three cross. Heavy lines: right side.", { min: 270, max: 340 }, (pen) =>
        lacing(pen, 32, 3, {
          rim: pen.style.ink,
          right: pen.style.theme.second,
          left: pen.style.theme.accent,
          width: 1.1,
        }),
      ),
    ),
    manualPage(
      "Lacing compared",
      text(
        "Fewer crosses make the spoke shorter and more nearly radial. Radial wheels look clean, but a radial spoke cannot carry torque from a chain or a disc brake, and not every hub flange is made for its pull.",
      ),
      drawing("From radial to three cross, one side of 32.", { min: 260, max: 340 }, (pen) => {
        range(0, 3).forEach((crosses) => {
          const part = {
            x: (crosses % 2) * (pen.width / 2),
            y: crosses < 2 ? pen.height / 2 : 0,
            width: pen.width / 2,
            height: pen.height / 2 - 6,
          };
          lacing(pen.within(part), 32, crosses, {
            rim: pen.style.ink,
            right: pen.style.theme.second,
            width: 1.1,
          });
        });
      }),
    ),
    manualPage(
      "Tension left and right",
      text(
        "In a dished wheel the flatter side must pull less, or the rim would leave the middle. The share follows from the two offsets. When the left side falls under half of the right, use thinner spokes there so that they still stretch enough.",
      ),
      table({
        head: ["Right offset", "Left 30", "Left 33", "Left 36", "Left 39"],
        rows: range(15, 24).map((right) => [
          `${right} mm`,
          ...[30, 33, 36, 39].map((left) => `${fixed((right / left) * 100)} %`),
        ]),
        note: "Tension of the left side as a share of the right.",
      }),
      barChart({
        title: "Left tension when the right is 1,200 N, left offset 36 mm",
        unit: "N",
        bars: range(16, 24, 2).map((right) => [`${right} mm`, (1200 * right) / 36]),
      }),
    ),
    manualPage(
      "How far a spoke stretches",
      text(
        "Steel gives a little: tension times length over area and stiffness. That stretch is what keeps the nipple from coming loose when the wheel is unloaded at the bottom, so thin spokes make durable wheels.",
      ),
      table({
        head: ["Tension, N", "2.0 mm", "1.8 mm", "1.7 mm", "1.5 mm"],
        words: [],
        rows: range(400, 1400, 100).map((n) => [
          fixed(n),
          ...[2, 1.8, 1.7, 1.5].map((d) => `${fixed((n * 290) / ((Math.PI / 4) * d * d * 200000), 2)} mm`),
        ]),
      }),
      lineChart({
        title: "Stretch of a 290 mm spoke",
        x: { label: "tension, N", from: 0, to: 1400, step: 200 },
        y: { label: "mm", from: 0, to: 1.2, step: 0.2, digits: 1 },
        series: [2, 1.8, 1.5].map((d) => ({
          name: `${fixed(d, 1)} mm`,
          points: curve(0, 1400, (n) => (n * 290) / ((Math.PI / 4) * d * d * 200000)),
        })),
      }),
    ),
  ],
};

type Look = { rim: string; right: string; left?: string; width: number };

/** Half of the spokes trail and half lead; each is turned from its rim hole by the angle its crosses ask for. */
function lacing(pen: Pen, spokes: number, crosses: number, look: Look): void {
  const [x, y] = [pen.width / 2, pen.height / 2];
  const r = Math.min(pen.width, pen.height) / 2 - 4;
  const hub = r * 0.16;
  const at = (radius: number, degrees: number): Point => [
    x + radius * Math.cos(radians(degrees)),
    y + radius * Math.sin(radians(degrees)),
  ];
  const step = 360 / spokes;
  for (const i of range(0, spokes - 1)) {
    const right = i % 2 === 0;
    if (!right && !look.left) continue;
    const pull = crosses === 0 ? 0 : (Math.floor(i / 2) % 2 === 0 ? 1 : -1) * crosses * 2 * step;
    pen.line([at(hub, i * step + pull), at(r * 0.94, i * step)], {
      colour: right ? look.right : (look.left ?? look.right),
      width: right ? look.width * 1.4 : look.width,
    });
  }
  pen.circle(x, y, r * 0.97, { colour: look.rim, width: r * 0.05 });
  pen.circle(x, y, hub, { fill: "#ffffff", colour: look.rim, width: 2.4 });
  pen.circle(x, y, hub * 0.35, { fill: look.rim });
}

function measurePlan(pen: Pen): void {
  const { theme, grey } = pen.style;
  const [x, y] = [pen.width * 0.3, pen.height / 2];
  const r = Math.min(pen.height / 2 - 4, pen.width * 0.28);
  for (const radius of [r, r * 0.9]) pen.circle(x, y, radius, { colour: theme.accent, width: 2 });
  pen.segment([x - r * 0.94, y], [x + r * 0.94, y], { colour: theme.second, width: 1.6 });
  pen.text("ERD", x, y + 6, { size: 10, bold: true, align: "center" });
  const hx = pen.width * 0.8;
  pen.rect(hx - 40, y - 7, 80, 14, { fill: pen.style.soft, colour: theme.accent });
  for (const side of [-30, 22]) pen.rect(hx + side, y - 30, 8, 60, { fill: theme.accent });
  pen.segment([hx, y - 46], [hx, y + 46], { colour: grey, dash: 3 });
  pen.segment([hx, y + 40], [hx + 26, y + 40], { colour: theme.second, width: 2 });
  pen.text("offset", hx + 14, y + 46, { size: 9, align: "center" });
  pen.segment([hx - 48, y - 30], [hx - 48, y + 30], { colour: theme.second, width: 2 });
  pen.text("flange", hx - 36, y - 46, { size: 9, align: "center" });
}
