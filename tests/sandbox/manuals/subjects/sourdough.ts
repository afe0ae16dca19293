import type { Subject } from "../book";
import { barChart, curve, lineChart } from "../chart";
import { fixed, hours, range } from "../numbers";
import { drawing, manualPage } from "../page";
import { steps, text } from "../prose";
import { table } from "../table";
import { loafMotif, scoringPlan } from "./sourdough-drawings";

const SALT = 0.02;

const LEVAIN = 0.2;

/** Weights in grams for a dough of `dough` grams; the levain is half flour, half water. */
function recipe(dough: number, hydration: number) {
  const flour = dough / (1 + hydration + SALT);
  const levain = flour * LEVAIN;
  return { flour: flour - levain / 2, water: flour * hydration - levain / 2, levain, salt: flour * SALT };
}

// Yeast and lactic bacteria work about 2.2 times faster for every 10 °C, up to the low thirties.
const bulkHours = (celsius: number, share = LEVAIN): number =>
  5 * 2.2 ** ((24 - celsius) / 10) * (LEVAIN / share) ** 0.55;

export const sourdough: Subject = {
  fileName: "sourdough-baking-tables.pdf",
  title: "Sourdough Baking Tables",
  subtitle: "Flour, water, levain and time for every loaf from a roll to a batch of twelve",
  price: "9.50",
  tags: [
    "sourdough",
    "bread baking",
    "baking chart",
    "bakers percentage",
    "levain",
    "hydration table",
    "starter guide",
    "bread recipe pdf",
    "kitchen printable",
    "fermentation",
  ],
  description:
    "A working set of tables for sourdough bakers. Look up flour, water, levain and salt for the dough weight you want, at five hydrations; find the water temperature that brings the dough to the right warmth; and read how long bulk fermentation takes in a cool or a warm kitchen. With scoring patterns and a two-day plan. Weights are in grams, temperatures in °C.",
  note: "All figures calculated by us; drawings are our own.",
  theme: {
    serif: true,
    accent: "#8a4b1f",
    second: "#d39a3f",
    cover: { layout: "top", ground: "#f3e3c7", ink: "#5a2d0f", motif: "#a65a24" },
  },
  motif: loafMotif,
  opening:
    "These tables answer the questions that come up with floury hands: how much of everything, how warm, and how long. All weights are in grams, and every recipe uses two percent salt unless a page says otherwise.",
  pages: [
    manualPage(
      "How baker's percentages work",
      text(
        "Every ingredient is given as a share of the flour, and the flour is always one hundred percent. A dough with 500 g of flour and 350 g of water is a 70 percent dough. The shares add up to more than a hundred, which looks odd for a day and then becomes second nature.",
      ),
      table({
        head: ["Style", "Water", "Levain", "Salt", "Character"],
        words: [0, 4],
        rows: [
          ["Bagel", "56 %", "15 %", "2.0 %", "stiff, chewy"],
          ["Pan loaf", "65 %", "20 %", "2.0 %", "soft, even"],
          ["Country loaf", "72 %", "20 %", "2.0 %", "open, crusty"],
          ["Whole wheat", "78 %", "22 %", "2.1 %", "moist, dense"],
          ["Ciabatta", "82 %", "25 %", "2.2 %", "very open"],
          ["Rye, 80 percent", "85 %", "35 %", "1.9 %", "close, sour"],
        ],
      }),
      barChart({
        title: "Water for 500 g of flour",
        unit: "g",
        bars: [
          ["Bagel", 280],
          ["Pan", 325],
          ["Country", 360],
          ["Wheat", 390],
          ["Ciabatta", 410],
          ["Rye", 425],
        ],
      }),
    ),
    ...[0.65, 0.7, 0.75, 0.8].map((hydration) =>
      manualPage(
        `Dough at ${fixed(hydration * 100)} percent water`,
        text(
          `The levain here is ${fixed(LEVAIN * 100)} percent of all the flour and is itself half water, so the flour and water columns are what you weigh besides it. At this hydration one kilogram of flour takes ${fixed(hydration * 1000)} g of water in all. ${hydration < 0.72 ? "It is easy to shape on a lightly floured table." : "Fold it in the bowl rather than kneading, and keep your hands wet."}`,
        ),
        table({
          head: ["Dough, g", "Flour", "Water", "Levain", "Salt"],
          words: [],
          rows: [120, 400, 500, 650, 800, 900, 1000, 1500, 1800, 2700, 3600, 5400, 10800].map((dough) => {
            const { flour, water, levain, salt } = recipe(dough, hydration);
            return [fixed(dough), fixed(flour), fixed(water), fixed(levain), fixed(salt, 1)];
          }),
          note: "120 g is one roll; 900 g is a loaf for a 25 cm basket.",
        }),
      ),
    ),
    manualPage(
      "Water temperature",
      text(
        "A dough that leaves the bowl at 25 °C ferments as this book expects. Flour, levain and room each pull on it, and hand mixing adds about one degree. The table gives the water temperature, four times the target less the other three and the friction.",
      ),
      table({
        head: ["Room, °C", "Flour 16", "Flour 19", "Flour 22", "Flour 25", "Flour 28"],
        words: [],
        rows: range(16, 30, 2).map((room) => [
          `${room}`,
          ...range(16, 28, 3).map((flour) => fixed(4 * 25 - room - flour - (room + 2) - 1)),
        ]),
        note: "Levain taken as 2 °C above the room. Above 45 °C let the flour warm up instead.",
      }),
      steps([
        "Measure the room and the flour.",
        "Find the water temperature above.",
        "Mix, measure the dough, and write the difference beside the table for next time.",
      ]),
    ),
    manualPage(
      "How long bulk takes",
      text(
        "Time is the ingredient a recipe cannot know. These hours assume a lively levain and stop at a rise of about two thirds. Use them to plan the day, and trust the look of the dough over the clock.",
      ),
      lineChart({
        title: "Bulk fermentation, 20 percent levain",
        x: { label: "dough temperature, °C", from: 16, to: 30, step: 2 },
        y: { label: "hours", from: 0, to: 14, step: 2 },
        series: [
          { name: "10 % levain", points: curve(16, 30, (t) => bulkHours(t, 0.1)) },
          { name: "20 %", points: curve(16, 30, (t) => bulkHours(t)) },
          { name: "30 %", points: curve(16, 30, (t) => bulkHours(t, 0.3)) },
        ],
      }),
      table({
        head: ["Dough", "10 %", "20 %", "30 %"],
        rows: range(18, 30, 2).map((t) => [
          `${t} °C`,
          ...[0.1, 0.2, 0.3].map((share) => hours(bulkHours(t, share))),
        ]),
      }),
    ),
    manualPage(
      "Feeding the starter",
      text(
        "A feed is written starter : flour : water. The more new flour, the longer until the peak, so the ratio lets you choose the hour at which the levain is ready. The weights give 200 g with a little left to keep.",
      ),
      table({
        head: ["Ratio", "Starter", "Flour", "Water", "21 °C", "25 °C", "28 °C"],
        rows: [1, 2, 3, 4, 5, 8, 10].map((part) => {
          const unit = 200 / (1 + 2 * part);
          const peak = (t: number): string => hours((4 + 3.1 * Math.log(part)) * 2.2 ** ((25 - t) / 10));
          return [
            `1 : ${part} : ${part}`,
            `${fixed(unit)} g`,
            `${fixed(unit * part)} g`,
            `${fixed(unit * part)} g`,
            peak(21),
            peak(25),
            peak(28),
          ];
        }),
      }),
      text(
        "A levain that floats, smells of yoghurt and has a domed top is ready. One that has fallen and smells sharp still raises bread, only more slowly and with more acid.",
      ),
    ),
    manualPage(
      "Scoring patterns",
      text(
        "A cut decides where the loaf opens. Hold the blade flat for an ear, upright for a pattern, and go five to eight millimetres deep. Cold dough is far easier to cut than warm dough.",
      ),
      drawing(
        "Four cuts for a round loaf: single, cross, square and wheat.",
        { min: 260, max: 330 },
        scoringPlan,
      ),
    ),
    manualPage(
      "A two-day plan",
      text(
        "The plan fits around a working day: the dough is made in one evening and baked the next, after a night in the refrigerator. Move every line by the same amount to suit your hours.",
      ),
      table({
        head: ["When", "What", "Takes"],
        words: [0, 1],
        rows: [
          ["Day 1, 08:00", "Feed the levain 1 : 5 : 5", hours(0.1)],
          ["17:00", "Mix flour and water, rest", hours(0.75)],
          ["17:45", "Add levain and salt", hours(0.15)],
          ["18:15", "Four folds, half an hour apart", hours(2)],
          ["20:15", "Leave in peace", hours(bulkHours(24) - 2.5)],
          ["22:45", "Shape and put in baskets", hours(0.5)],
          ["23:15", "Refrigerator at 4 °C", hours(17)],
          ["Day 2, 16:30", "Heat the oven and the pot", hours(0.75)],
          ["17:15", "Bake with the lid on, 245 °C", hours(0.33)],
          ["17:35", "Bake without, 225 °C", hours(0.42)],
        ],
      }),
      text(
        "Let the loaf cool for at least an hour before cutting. The crumb is still setting, and a knife makes it gummy.",
      ),
    ),
  ],
};
