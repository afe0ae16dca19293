import type { Subject } from "../book";
import { barChart, curve, lineChart } from "../chart";
import { fixed, range } from "../numbers";
import { drawing, manualPage } from "../page";
import { steps, text } from "../prose";
import { table } from "../table";
import { channels, leaf, vpdMap } from "./hydroponics-drawings";

/** Daily light in mol per m², from micromoles per second and hours. */
const dailyLight = (ppfd: number, hour: number): number => (ppfd * hour * 3600) / 1e6;

// Grams of salt for one litre to give the stated ppm of its leading element.
const SALTS = [
  ["Calcium nitrate", "N", 0.155],
  ["Calcium nitrate", "Ca", 0.19],
  ["Potassium nitrate", "N", 0.137],
  ["Potassium nitrate", "K", 0.386],
  ["Monopotassium phosphate", "P", 0.227],
  ["Monopotassium phosphate", "K", 0.287],
  ["Potassium sulphate", "K", 0.449],
  ["Magnesium sulphate", "Mg", 0.098],
  ["Iron chelate, 11 %", "Fe", 0.11],
] as const;

const CROPS = [
  ["Lettuce", 0.8, 1.2, 5.8, 14],
  ["Spinach", 1.4, 1.8, 6.2, 15],
  ["Basil", 1.0, 1.6, 5.9, 16],
  ["Kale", 1.3, 1.8, 6.0, 17],
  ["Strawberry", 1.0, 1.4, 5.8, 20],
  ["Cucumber", 1.7, 2.3, 5.8, 24],
  ["Pepper", 1.8, 2.6, 6.0, 26],
  ["Tomato", 2.0, 3.5, 6.1, 28],
  ["Chard", 1.6, 2.1, 6.3, 15],
] as const;

export const hydroponics: Subject = {
  fileName: "hydroponics-by-the-numbers.pdf",
  title: "Hydroponics by the Numbers",
  subtitle: "Nutrients, light, air and water for a garden without soil",
  price: "12.90",
  tags: [
    "hydroponics",
    "indoor garden",
    "nutrient chart",
    "grow lights",
    "lettuce growing",
    "vpd chart",
    "urban farming",
    "kratky",
    "plant nutrients",
    "ppm ec table",
    "deep water",
  ],
  description:
    "Mix your own solution from dry salts, top up a reservoir to the right strength, and set light and air so that plants can use it. With tables from ppm to grams, EC targets for nine crops, daily light by lamp and hours, a vapour pressure chart, and a drawn plan of a channel system. Metric throughout.",
  theme: {
    serif: false,
    accent: "#17705c",
    second: "#7cb518",
    cover: { layout: "band", ground: "#0f5c4a", ink: "#eef7e6", motif: "#a5d64c" },
  },
  motif: (pen) => {
    const { motif, ink } = pen.style.theme.cover;
    range(0, 2).forEach((i) => {
      const x = pen.width * (0.18 + 0.32 * i);
      leaf(pen, x, pen.height * 0.3, 0.9, motif);
      pen.segment([x, pen.height * 0.3], [x, 24], { colour: ink, width: 3 });
      for (const k of [-2, -1, 1, 2])
        pen.line(
          [
            [x, 40],
            [x + k * 9, 24],
            [x + k * 12, 4],
          ],
          { colour: ink, width: 1.6 },
        );
    });
    pen.rect(0, pen.height * 0.26, pen.width, 10, { fill: ink });
  },
  opening:
    "A plant in water eats exactly what you dissolve, neither more nor less. That makes hydroponics a matter of weighing, and weighing a matter of tables. Use a scale that shows a tenth of a gram and clean water of known hardness.",
  pages: [
    manualPage(
      "Targets for nine crops",
      text(
        "Electrical conductivity tells how much salt is in the water but not which. Start seedlings at half the lower figure and approach the upper one when fruit sets. A pH outside 5.5 to 6.5 locks iron away however much you add.",
      ),
      table({
        head: ["Crop", "EC from", "EC to", "ppm (500)", "ppm (700)", "pH", "Light, mol"],
        rows: CROPS.map(([name, low, high, ph, light]) => [
          name,
          fixed(low, 1),
          fixed(high, 1),
          fixed(((low + high) / 2) * 500),
          fixed(((low + high) / 2) * 700),
          fixed(ph, 1),
          `${light}`,
        ]),
        note: "EC in mS/cm; ppm at the middle of the range on both common scales.",
      }),
      barChart({
        title: "Middle of the EC range",
        unit: "mS/cm",
        digits: 1,
        bars: CROPS.map(([name, low, high]) => [name, (low + high) / 2]),
      }),
    ),
    manualPage(
      "From ppm to grams",
      text(
        "One part per million is one milligram in a litre. Divide the ppm you want by the element's share of the salt, and you have milligrams of salt per litre. The table has done it for common salts and targets.",
      ),
      table({
        head: ["Salt", "For", "50 ppm", "100 ppm", "150 ppm", "200 ppm"],
        words: [0, 1],
        rows: SALTS.map(([salt, element, share]) => [
          salt,
          element,
          ...[50, 100, 150, 200].map((ppm) =>
            element === "Fe" ? `${fixed(ppm / 50 / share)} mg` : `${fixed(ppm / share)} mg`,
          ),
        ]),
        note: "Milligrams of salt per litre. The iron row is for 1, 2, 3 and 4 ppm.",
      }),
      text(
        "Calcium never shares a concentrate with phosphate or sulphate: they meet as chalk and gypsum at the bottom of the can. Keep two cans, A and B, and let them meet only in the tank.",
      ),
    ),
    ...(
      [
        ["Leaf crops", 0.62, 0.3, 0.2, 0.44],
        ["Fruit crops", 0.95, 0.42, 0.27, 0.62],
      ] as const
    ).map(([name, calcium, potassium, phosphate, magnesium]) =>
      manualPage(
        `${name}: weigh and mix`,
        text(
          `Full-strength solution for ${name.toLowerCase()} from four salts and a pinch of trace mix, by the size of the tank. It gives about ${fixed(calcium * 155 + potassium * 137)} ppm of nitrogen and ${fixed(potassium * 386 + phosphate * 287)} ppm of potassium. Dissolve one salt after the other, calcium nitrate last.`,
        ),
        table({
          head: ["Tank, l", "Ca nitrate", "K nitrate", "K phosphate", "Mg sulphate", "Traces"],
          words: [],
          rows: [5, 10, 15, 20, 30, 40, 60, 80, 100, 150, 200].map((l) => [
            `${l}`,
            ...[calcium, potassium, phosphate, magnesium].map((g) => `${fixed(g * l, 1)} g`),
            `${fixed(l * 0.03, 2)} g`,
          ]),
        }),
        steps(
          name === "Leaf crops"
            ? [
                "Fill the tank to nine tenths.",
                "Add the salts in the order of the columns from the right.",
                "Correct the pH, wait an hour, correct again.",
              ]
            : [
                "Run half strength until the first flowers open.",
                "Raise it over ten days, never in one step.",
                "Drop potassium nitrate by a fifth if leaf tips burn.",
              ],
        ),
      ),
    ),
    manualPage(
      "Topping up",
      text(
        "Plants drink faster than they eat in summer and the other way in winter, so the strength drifts. Read the tank, find the row, and add stock solution of ten times strength or plain water for every ten litres left.",
      ),
      table({
        head: ["EC now", "To 1.0", "To 1.4", "To 1.8", "To 2.2", "To 2.6"],
        words: [],
        rows: range(0.6, 2.8, 0.2).map((now) => [
          fixed(now, 1),
          ...[1, 1.4, 1.8, 2.2, 2.6].map((goal) =>
            Math.abs(goal - now) < 0.05
              ? "as is"
              : goal > now
                ? `+ ${fixed((10000 * (goal - now)) / (20 - goal))} ml`
                : `water ${fixed(10 * (now / goal - 1), 1)} l`,
          ),
        ]),
        note: "Stock taken at EC 20.",
      }),
      text(
        "Empty the tank altogether every third week. What plants leave behind, mostly sodium and chloride, counts in the reading and feeds nobody.",
      ),
    ),
    manualPage(
      "Light by the day",
      text(
        "A plant adds up light over the day. Multiply the lamp's strength at the leaves by the hours it burns. Lettuce is content with fourteen moles; tomatoes want twice that. More than eighteen hours rarely helps.",
      ),
      table({
        head: ["PPFD", "10 h", "12 h", "14 h", "16 h", "18 h"],
        rows: [80, 100, 150, 200, 250, 300, 400, 500, 600].map((p) => [
          `${p}`,
          ...[10, 12, 14, 16, 18].map((h) => fixed(dailyLight(p, h), 1)),
        ]),
        note: "PPFD in micromoles per m² and second; results in mol per m² and day.",
      }),
      lineChart({
        title: "Strength under a lamp that gives 300 at 30 cm",
        x: { label: "distance, cm", from: 20, to: 100, step: 10 },
        y: { label: "PPFD", from: 0, to: 700, step: 100 },
        series: [
          { name: "small lamp", points: curve(21, 100, (d) => 300 * (30 / d) ** 2) },
          {
            name: "wide panel",
            points: curve(20, 100, (d) => (300 * (30 ** 2 + 35 ** 2)) / (d ** 2 + 35 ** 2)),
          },
        ],
      }),
    ),
    manualPage(
      "Air: warmth and thirst",
      text(
        "The vapour pressure deficit says how hard the air pulls water through the leaf. Between 0.8 and 1.2 kPa most crops work well; below they sweat and mould, above they close their pores. Darker fields are drier air.",
      ),
      drawing(
        "Deficit in kPa: temperature upwards, relative humidity to the right.",
        { min: 300, max: 380 },
        vpdMap,
      ),
    ),
    manualPage(
      "A channel system",
      text(
        "The pump lifts the solution to the high end, a film runs down past the roots, and gravity brings it home. A fall of one in forty and a litre a minute in each channel keep the film thin enough to breathe.",
      ),
      drawing("Tank, pump line and three channels with a fall of 1 : 40.", { min: 190, max: 250 }, channels),
      table({
        head: ["Channel, m", "Fall, mm", "Plants at 20 cm", "Flow, l/h", "Lettuce drinks, l/day"],
        words: [],
        rows: [1, 1.5, 2, 2.5, 3, 4].map((m) => [
          fixed(m, 1),
          fixed((m * 1000) / 40),
          fixed(m / 0.2),
          fixed(60),
          fixed((m / 0.2) * 0.14, 2),
        ]),
      }),
    ),
  ],
};
