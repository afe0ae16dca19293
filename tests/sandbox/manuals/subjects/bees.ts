import type { Subject } from "../book";
import { barChart, curve, lineChart } from "../chart";
import { fixed, range } from "../numbers";
import { drawing, manualPage } from "../page";
import { steps, text } from "../prose";
import { table } from "../table";
import { broodBars, cells } from "./bees-drawings";

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;

/** Worker bees in thousands on a day of the year, for a colony in a temperate valley. */
const colony = (day: number): number => 9 + 36 * Math.exp(-(((day - 172) / 62) ** 2));

/** Mites after `weeks`, doubling about every five weeks while there is brood. */
const mites = (start: number, weeks: number): number => start * 2 ** (weeks / 5);

const dayName = (day: number): string => {
  const date = new Date(Date.UTC(2025, 0, 1 + day));
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()] ?? ""}`;
};

export const bees: Subject = {
  fileName: "beekeeping-calendar.pdf",
  title: "The Beekeeping Calendar",
  subtitle: "Brood days, mites, feed and work for every month of the year",
  price: "10.00",
  tags: [
    "beekeeping",
    "bee calendar",
    "honey bees",
    "hive inspection",
    "varroa",
    "queen rearing",
    "apiary",
    "hive record",
    "homestead printable",
    "beekeeper gift",
  ],
  description:
    "A year with bees in numbers. When will the queen you grafted today start to lay? How much syrup carries a light colony into winter? When does the mite count cross the line? The calendar answers with tables computed from brood times and growth rates, a month-by-month plan for a temperate climate, and a drawn comb map.",
  theme: {
    serif: true,
    accent: "#8a5a00",
    second: "#e3a008",
    cover: { layout: "top", ground: "#f5b81c", ink: "#2a1d05", motif: "#6b3e00" },
  },
  motif: (pen) =>
    cells(
      pen,
      27,
      (c, r) =>
        (c * 7 + r * 5) % 11 < 2
          ? undefined
          : (c + r * 3) % 5 === 0
            ? "#fff1c2"
            : (c * 2 + r) % 7 === 0
              ? "#c9740e"
              : "#e59a12",
      pen.style.theme.cover.ink,
    ),
  opening:
    "Bees follow the weather more closely than the calendar, yet brood takes the same days everywhere. The fixed numbers stand in the tables; shift the months by two or three weeks for a warm coast or a cold hill.",
  pages: [
    manualPage(
      "From egg to bee",
      text(
        "Workers, drones and queens begin as the same kind of egg and part ways on the fourth day. Knowing the days lets you read a frame backwards: eggs standing upright were laid today, sealed brood at least nine days ago.",
      ),
      table({
        head: ["Stage ends, day", "Queen", "Worker", "Drone"],
        rows: [
          ["Egg hatches", "3", "3", "3"],
          ["Cell sealed", "8", "9", "10"],
          ["Becomes pupa", "10", "12", "14"],
          ["Emerges", "16", "21", "24"],
          ["First flight", "22", "35", "32"],
          ["Mates or forages", "24", "42", "36"],
        ],
      }),
      drawing("Days as egg, open larva and sealed brood.", { min: 130, max: 190 }, broodBars),
    ),
    ...[
      [60, "Queens started in early spring", 4],
      [105, "Queens started in the main season", 3],
    ].map(([first = 0, title = "", gap = 1]) =>
      manualPage(
        String(title),
        text(
          `Grafting starts the clock. The cells go to mating boxes on day eleven, one day before the queens emerge, and the first eggs appear about two weeks after the queen emerges. Rows are ${gap} days apart, from ${dayName(Number(first))}.`,
        ),
        table({
          head: ["Graft", "Sealed", "To mating box", "Emerges", "Lays from", "Check by"],
          rows: range(0, 11).map((i) => {
            const day = Number(first) + i * Number(gap);
            return [0, 5, 11, 12, 25, 33].map((d) => dayName(day + d));
          }),
          words: [0],
        }),
        text(
          Number(first) < 100
            ? "Drones must be flying when queens do. Look for sealed drone brood before the first graft, or wait a week."
            : "With plenty of drones and warm afternoons most queens mate within three days of their first flight.",
        ),
      ),
    ),
    manualPage(
      "The size of a colony",
      text(
        "A colony grows from a handful of old winter bees to a crowd at the solstice and shrinks again. The curve is an average; a swarm halves it in an afternoon. Boxes follow the bees, never the other way round.",
      ),
      lineChart({
        title: "Worker bees through the year",
        x: { label: "day of the year", from: 0, to: 360, step: 30 },
        y: { label: "thousands", from: 0, to: 50, step: 10 },
        series: [{ name: "workers", points: curve(0, 360, colony) }],
      }),
      table({
        head: ["Month", "Workers", "Frames covered", "Boxes", "Eggs a day"],
        rows: MONTHS.map((month, i) => {
          const n = colony(i * 30.4 + 15);
          return [
            month,
            fixed(n * 1000 - ((n * 1000) % 500)),
            fixed(n / 2.4),
            fixed(Math.max(1, Math.ceil(n / 2.4 / 10))),
            fixed(Math.max(0, (n - 10) * 42)),
          ];
        }),
      }),
    ),
    manualPage(
      "Mites double",
      text(
        "Varroa breeds in sealed brood and doubles in about five weeks. Fifty mites in March look harmless; the same fifty are thousands by autumn. Test every month with sugar or alcohol, and treat when three in a hundred bees carry one.",
      ),
      table({
        head: ["In March", "8 weeks", "16 weeks", "24 weeks", "28 weeks", "Reaches 1,000"],
        rows: [10, 20, 35, 50, 75, 100, 150, 200].map((n) => [
          `${n} mites`,
          ...[8, 16, 24, 28].map((w) => fixed(mites(n, w))),
          `week ${fixed(5 * Math.log2(1000 / n))}`,
        ]),
      }),
      lineChart({
        title: "Mites in one colony, untreated",
        x: { label: "weeks after the first of March", from: 0, to: 28, step: 4 },
        y: { label: "mites", from: 0, to: 5000, step: 1000 },
        series: [25, 50, 100].map((n) => ({
          name: `${n} at start`,
          points: curve(0, 28, (w) => mites(n, w)),
        })),
      }),
    ),
    manualPage(
      "Feeding syrup",
      text(
        "Thin syrup, one to one by weight, stirs the queen to lay; thick syrup, two to one, fills the store. About a fifth of the sugar is spent in drying it down. Feed in the evening and never spill, or the neighbours come.",
      ),
      table({
        head: ["To store, kg", "Sugar 1:1", "Water", "Litres", "Sugar 2:1", "Water", "Litres"],
        words: [],
        rows: range(2, 20, 2).map((kg) => {
          const sugar = kg * 0.82;
          const thin = sugar * 1.25;
          const thick = sugar * 1.12;
          return [
            `${kg}`,
            `${fixed(thin, 1)} kg`,
            fixed(thin, 1),
            fixed(thin * 1.62, 1),
            `${fixed(thick, 1)} kg`,
            fixed(thick / 2, 1),
            fixed(thick * 1.12, 1),
          ];
        }),
      }),
      steps([
        "Lift one side of the hive in late August, then the other, and add the two readings.",
        "Subtract the empty hive and three kilograms of bees and wax.",
        "Feed the difference to eighteen kilograms.",
      ]),
    ),
    manualPage(
      "A map of the comb",
      text(
        "Brood sits low and in the middle where it is warm; pollen lies around it like a collar and honey above. A frame that looks otherwise has something to tell: scattered brood, a failing queen; honey in the middle, no room.",
      ),
      drawing("Pale honey above, orange pollen, brown sealed brood.", { min: 250, max: 330 }, (pen) =>
        cells(
          pen,
          11,
          (c, r) => {
            const d = Math.hypot((c - 8.5) / 8.6, (r - 6) / 8.4);
            return d < 0.78 ? "#a9713a" : d < 1 ? "#e58a1f" : r < 4 && d > 1.2 ? "#f3ecd8" : "#f7dc8a";
          },
          "#ffffff",
        ),
      ),
    ),
    manualPage(
      "Work by the month",
      text(
        "Twelve lines to pin inside the shed door. Each visit should answer three questions: is there a queen, is there food, is there room.",
      ),
      table({
        head: ["Month", "In the hive", "To do", "Visits"],
        words: [0, 1, 2],
        rows: [
          ["Jan", "cluster, no brood", "heft, clear the entrance", "1"],
          ["Feb", "first eggs", "order frames, check stores", "1"],
          ["Mar", "cleansing flights", "first look, clean floors", "2"],
          ["Apr", "rapid growth", "add a box, test mites", "3"],
          ["May", "swarm season", "look every seven days", "4"],
          ["Jun", "main flow", "supers, raise queens", "4"],
          ["Jul", "drones fly", "take honey off", "3"],
          ["Aug", "shrinking brood", "treat, feed, unite", "3"],
          ["Sep", "winter bees", "finish feeding", "2"],
          ["Oct", "last brood", "mouse guards", "1"],
          ["Nov", "cluster forms", "mend boxes", "1"],
          ["Dec", "no brood", "winter mite treatment", "1"],
        ],
      }),
      barChart({
        title: "Hours of work for one hive",
        unit: "a month",
        digits: 1,
        bars: MONTHS.map((month, i) => [
          month,
          [0.3, 0.5, 1, 1.8, 3, 3.2, 2.8, 2.2, 1.3, 0.6, 0.5, 0.5][i] ?? 0,
        ]),
      }),
    ),
  ],
};
