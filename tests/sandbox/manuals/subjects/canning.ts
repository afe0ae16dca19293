import type { Subject } from "../book";
import { barChart, curve, lineChart } from "../chart";
import { fixed, range } from "../numbers";
import { drawing, manualPage } from "../page";
import { steps, text } from "../prose";
import { table } from "../table";
import { shelf } from "./canning-jars";

// International standard atmosphere, kPa; boiling point from the Antoine equation for water.
const pressure = (metres: number): number => 101.325 * (1 - 2.25577e-5 * metres) ** 5.25588;

const boiling = (kPa: number): number => 1730.63 / (8.07131 - Math.log10(kPa * 7.50062)) - 233.426;

const fahrenheit = (celsius: number): number => celsius * 1.8 + 32;

export const canning: Subject = {
  fileName: "home-canning-companion.pdf",
  title: "Home Canning Companion",
  subtitle: "Syrups, brines, altitude and yields for the preserving kitchen",
  price: "8.00",
  tags: [
    "home canning",
    "preserving",
    "canning chart",
    "pickling",
    "jam making",
    "mason jar",
    "syrup ratios",
    "altitude chart",
    "pantry printable",
    "homestead",
  ],
  description:
    "The arithmetic of preserving in one place: sugar and water for syrups of every strength, salt for brines, jars from a bushel, headspace, and how boiling point and gauge pressure change with altitude. It is a companion to a tested recipe and does not give processing times; use those of your food safety authority.",
  theme: {
    serif: true,
    accent: "#9c2f43",
    second: "#5d7f3a",
    cover: { layout: "band", ground: "#b23a4e", ink: "#fbf3e4", motif: "#f0c05a" },
  },
  motif: (pen) =>
    shelf(pen, 3, pen.style.theme.cover.ink, [pen.style.theme.cover.motif, "#7d9c4e", "#e58b5b"]),
  opening:
    "This book does the sums beside the stove. It never replaces a tested recipe: processing times come from your food safety authority, and these pages help you prepare what goes into the jar and correct for where you live.",
  pages: [
    manualPage(
      "Altitude and boiling",
      text(
        "Air thins with height, and water boils before it is as hot as a recipe assumes. Above 300 metres that matters: tested recipes then ask for more time or more pressure. Look up your height and write it inside the lid of the canner.",
      ),
      table({
        head: ["Metres", "Feet", "Air, kPa", "Boils, °C", "Boils, °F"],
        words: [],
        rows: range(0, 3000, 300).map((m) => [
          fixed(m),
          fixed(m * 3.28084),
          fixed(pressure(m), 1),
          fixed(boiling(pressure(m)), 1),
          fixed(fahrenheit(boiling(pressure(m))), 1),
        ]),
      }),
      lineChart({
        title: "Boiling point of water",
        x: { label: "metres above the sea", from: 0, to: 3000, step: 500 },
        y: { label: "°C", from: 88, to: 102, step: 2 },
        series: [{ name: "open pan", points: curve(0, 3000, (m) => boiling(pressure(m))) }],
      }),
    ),
    manualPage(
      "Gauge pressure for 115.6 °C",
      text(
        "A pressure canner must reach 115.6 °C, or 240 °F, wherever it stands. The gauge shows only what is above the air outside, so it has to read higher in the mountains. Weighted gauges come in steps: take the next one up.",
      ),
      table({
        head: ["Metres", "Gauge, kPa", "Gauge, psi", "Weight, psi"],
        words: [],
        rows: range(0, 2400, 200).map((m) => {
          const psi = (170.5 - pressure(m)) * 0.145038;
          return [fixed(m), fixed(170.5 - pressure(m), 1), fixed(psi, 1), psi <= 10.2 ? "10" : "15"];
        }),
      }),
      lineChart({
        title: "Temperature inside against gauge reading",
        x: { label: "gauge, kPa", from: 0, to: 110, step: 10 },
        y: { label: "°C", from: 90, to: 125, step: 5 },
        series: [0, 1000, 2000].map((m) => ({
          name: `${m} m`,
          points: curve(0, 110, (g) => boiling(pressure(m) + g)),
        })),
      }),
    ),
    manualPage(
      "Syrups by strength",
      text(
        "Syrup keeps colour and shape; it does not preserve by itself. Strength is the sugar's share of the weight. The table starts from one litre of water and gives what to add and how much syrup results.",
      ),
      table({
        head: ["Syrup", "Share", "Sugar, g", "Cups", "Makes, litres"],
        rows: (
          [
            ["Extra light", 10],
            ["Very light", 15],
            ["Light", 20],
            ["Light medium", 25],
            ["Medium", 30],
            ["Medium heavy", 35],
            ["Heavy", 40],
            ["Very heavy", 50],
          ] as const
        ).map(([name, share]) => {
          const sugar = (1000 * share) / (100 - share);
          return [
            name,
            `${share} %`,
            fixed(sugar),
            fixed(sugar / 200, 2),
            fixed(1 + (sugar * 0.62) / 1000, 2),
          ];
        }),
      }),
      barChart({
        title: "Sugar for one litre of water",
        unit: "g",
        bars: [10, 15, 20, 25, 30, 35, 40, 50].map((share) => [`${share} %`, (1000 * share) / (100 - share)]),
      }),
    ),
    manualPage(
      "Brines for pickles",
      text(
        "For fermented vegetables the salt is weighed against everything, water and vegetables together. Two to three percent suits cabbage; cucumbers like three and a half to five. Less invites spoilage, more slows the souring.",
      ),
      table({
        head: ["Total, g", "2.0 %", "2.5 %", "3.0 %", "3.5 %", "5.0 %"],
        words: [],
        rows: [250, 500, 750, 1000, 1500, 2000, 3000, 4000, 5000, 8000].map((total) => [
          fixed(total),
          ...[2, 2.5, 3, 3.5, 5].map((p) => `${fixed((total * p) / 100, 1)} g`),
        ]),
      }),
      steps([
        "Weigh the jar empty, then filled with vegetables and water.",
        "Take the difference as the total.",
        "Weigh the salt, dissolve it, and keep everything under the surface.",
      ]),
    ),
    manualPage(
      "Headspace",
      text(
        "The room left under the lid lets the contents swell and the air escape. Too little and the food pushes out under the seal; too much and the air cannot be driven off in the time given.",
      ),
      drawing(
        "Jam and jelly 6 mm, fruit and pickles 13 mm, pressure canned food 25 mm.",
        { min: 170, max: 230 },
        (pen) =>
          shelf(
            pen,
            3,
            pen.style.ink,
            [pen.style.theme.accent, pen.style.theme.second, "#d8a03c"],
            [0.03, 0.08, 0.17],
          ),
      ),
      table({
        head: ["Jar", "Volume, ml", "6 mm less", "13 mm less", "25 mm less"],
        rows: (
          [
            ["Quarter litre", 250, 62],
            ["Half pint", 237, 64],
            ["Half litre", 500, 74],
            ["Pint", 473, 70],
            ["Litre", 1000, 88],
            ["Quart", 946, 86],
          ] as const
        ).map(([name, ml, mouth]) => [
          name,
          `${ml}`,
          ...[6, 13, 25].map((gap) => fixed(ml - (Math.PI * (mouth / 2) ** 2 * gap) / 1000)),
        ]),
      }),
    ),
    manualPage(
      "From the garden to the jar",
      text(
        "How many jars to wash? The yield depends on peel, stones and how far the fruit cooks down. The figures are for raw weight as picked, and are rounded down so that you never run short of produce.",
      ),
      table({
        head: ["Produce", "kg per litre", "5 kg", "10 kg", "15 kg", "25 kg"],
        rows: (
          [
            ["Apples, sliced", 1.35],
            ["Apple sauce", 1.6],
            ["Apricots", 1.1],
            ["Beans, green", 0.9],
            ["Beetroot", 1.45],
            ["Cherries", 1.2],
            ["Peaches", 1.25],
            ["Pears", 1.3],
            ["Plums", 1.0],
            ["Tomatoes, whole", 1.4],
            ["Tomato sauce", 2.3],
          ] as const
        ).map(([name, kg]) => [name, fixed(kg, 2), ...[5, 10, 15, 25].map((w) => `${Math.floor(w / kg)}`)]),
        note: "Columns give full litre jars.",
      }),
      text(
        "Wash a few jars more than the table says. One always cracks, and the last ladle always fills one more.",
      ),
    ),
    manualPage(
      "Jam without guessing",
      text(
        "Jam sets when enough water has gone and sugar makes up about two thirds of the weight. Knowing the end weight is more reliable than any thermometer: put the whole pan on a scale.",
      ),
      table({
        head: ["Fruit, g", "Sugar, g", "Sugar in fruit", "Stop at, g", "250 ml jars"],
        words: [],
        rows: [500, 800, 1000, 1200, 1500, 2000, 2500, 3000].map((fruit) => {
          const sugar = fruit * 0.8;
          const end = (sugar + fruit * 0.09) / 0.65;
          return [fixed(fruit), fixed(sugar), fixed(fruit * 0.09), fixed(end), fixed(end / 330, 1)];
        }),
      }),
      lineChart({
        title: "Boiling point of a sugar solution",
        x: { label: "sugar, percent by weight", from: 30, to: 80, step: 10 },
        y: { label: "°C above water", from: 0, to: 12, step: 2 },
        series: [
          { name: "sucrose", points: curve(30, 80, (p) => ((0.512 * p * 1000) / ((100 - p) * 342.3)) * 2.1) },
        ],
      }),
    ),
  ],
};
