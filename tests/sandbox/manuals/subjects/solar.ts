import type { Subject } from "../book";
import { barChart, curve, lineChart } from "../chart";
import { fixed, range } from "../numbers";
import { drawing, manualPage } from "../page";
import { steps, text } from "../prose";
import { table } from "../table";
import { noon, sunMotif, sunPaths, wiringPlan } from "./solar-drawings";

// AWG: diameter 0.127 mm × 92^((36 - n) / 39); 4/0 is n = -3. Copper at 20 °C: 0.01724 ohm mm²/m.
const area = (gauge: number): number => (Math.PI / 4) * (0.127 * 92 ** ((36 - gauge) / 39)) ** 2;

const ohmsPerMetre = (gauge: number): number => 0.01724 / area(gauge);

const GAUGES = [14, 12, 10, 8, 6, 4, 2, 1, 0, -1, -2, -3];

const gaugeName = (n: number): string => (n > 0 ? `${n} AWG` : `${1 - n}/0`);

/** Longest one-way run in metres for 3 % drop. */
const longestRun = (gauge: number, volts: number, amps: number): number =>
  (volts * 0.03) / (2 * amps * ohmsPerMetre(gauge));

export const solar: Subject = {
  fileName: "off-grid-solar-wiring.pdf",
  title: "Off-Grid Solar Wiring",
  subtitle: "Wire sizes, fuses, batteries and panel angles for cabins, vans and boats",
  price: "16.00",
  tags: [
    "off grid solar",
    "solar wiring",
    "van build",
    "wire gauge chart",
    "12v wiring",
    "battery sizing",
    "cabin solar",
    "solar panel angle",
    "voltage drop",
    "diy electrics",
  ],
  description:
    "Tables for small solar systems at 12, 24 and 48 volts. Find the thinnest wire that keeps the loss under three percent, the fuse that protects it, the battery that carries your loads through dull days, and the panel angle for your latitude. Calculated from the resistance of copper and the geometry of the sun. It does not replace your local electrical code.",
  theme: {
    serif: false,
    accent: "#1d5c3f",
    second: "#e0a100",
    cover: { layout: "top", ground: "#14352a", ink: "#fff3c9", motif: "#f2b705" },
  },
  motif: sunMotif,
  opening:
    "Low voltage means high current, and high current means thick wire. Most faults in small systems come from forgetting that. Work through the pages in order: loads, battery, panels, wire, fuse. Local code always comes first.",
  pages: [
    manualPage(
      "What do you use in a day?",
      text(
        "Multiply watts by hours for every device and add a tenth for losses. The example is a small cabin in spring; strike out what you do not own and write in what you do.",
      ),
      table({
        head: ["Device", "Watts", "Hours", "Wh", "Ah at 12 V"],
        rows: (
          [
            ["LED lights, four", 20, 5],
            ["Water pump", 60, 0.4],
            ["Refrigerator", 45, 9],
            ["Laptop", 55, 3],
            ["Router", 10, 24],
            ["Phone charging", 8, 4],
            ["Roof fan", 18, 6],
            ["Radio", 12, 2],
            ["Television", 40, 2],
          ] as const
        ).map(([name, watts, hour]) => [
          name,
          `${watts}`,
          fixed(hour, 1),
          fixed(watts * hour),
          fixed((watts * hour) / 12, 1),
        ]),
      }),
      barChart({
        title: "Where the energy goes",
        unit: "Wh a day",
        bars: [
          ["Light", 100],
          ["Pump", 24],
          ["Fridge", 405],
          ["Laptop", 165],
          ["Router", 240],
          ["Fan", 108],
          ["TV", 80],
        ],
      }),
    ),
    manualPage(
      "Battery size",
      text(
        "A battery must carry the loads through the days without sun and still not be emptied. Lead should keep half its charge; lithium iron phosphate may give four fifths. Figures are amp hours at 12 volts.",
      ),
      table({
        head: ["Wh a day", "Lead, 1 day", "Lead, 3 days", "LFP, 1 day", "LFP, 3 days"],
        words: [],
        rows: [300, 500, 800, 1000, 1200, 1500, 2000, 3000, 4000, 5000].map((wh) => [
          fixed(wh),
          ...[
            [0.5, 1],
            [0.5, 3],
            [0.8, 1],
            [0.8, 3],
          ].map(([depth = 1, days = 1]) => `${fixed((wh * 1.1 * days) / 12 / depth)} Ah`),
        ]),
        note: "Ten percent added for losses. Halve for 24 V, quarter for 48 V.",
      }),
      lineChart({
        title: "Charge left over three dull days, 200 Ah lithium",
        x: { label: "hours", from: 0, to: 72, step: 12 },
        y: { label: "percent", from: 0, to: 100, step: 20 },
        series: [300, 500, 700].map((wh) => ({
          name: `${wh} Wh a day`,
          points: curve(0, 72, (h) => 100 - (wh * h) / 24 / 24, 72),
        })),
      }),
    ),
    ...[12, 24, 48].map((volts) =>
      manualPage(
        `Longest wire run at ${volts} volts`,
        text(
          `Distances are one way, in metres, for copper and a loss of three percent, which is ${fixed(volts * 0.03, 2)} volts. Both conductors are counted. A dash means the run would be shorter than half a metre, so take a thicker wire.`,
        ),
        table({
          head: ["Wire", "5 A", "10 A", "15 A", "20 A", "30 A", "50 A", "100 A"],
          rows: GAUGES.map((gauge) => [
            gaugeName(gauge),
            ...[5, 10, 15, 20, 30, 50, 100].map((amps) => {
              const run = longestRun(gauge, volts, amps);
              return run < 0.5 ? "-" : fixed(run, 1);
            }),
          ]),
        }),
        text(
          volts === 12
            ? "At this voltage the refrigerator and the inverter decide everything. Put them next to the battery."
            : volts === 24
              ? "Doubling the voltage doubles the run for the same current, and the same power needs only half the current."
              : "Above about 50 volts a shock becomes dangerous. Panels in series pass that mark easily, even when the battery does not.",
        ),
      ),
    ),
    manualPage(
      "Wire, resistance and fuse",
      text(
        "A fuse protects the wire and not the device. Place it within a hand's width of the battery and never choose one above the figure here. Areas are computed from the gauge formula.",
      ),
      table({
        head: ["Wire", "mm²", "mOhm per m", "Fuse, A", "Loss at fuse, W/m"],
        rows: GAUGES.map((gauge, i) => {
          const fuse = [15, 20, 30, 40, 60, 80, 125, 150, 175, 200, 225, 250][i] ?? 0;
          return [
            gaugeName(gauge),
            fixed(area(gauge), 1),
            fixed(ohmsPerMetre(gauge) * 1000, 3),
            `${fuse}`,
            fixed(fuse * fuse * ohmsPerMetre(gauge), 1),
          ];
        }),
      }),
      text(
        "The last column is the heat of one metre of a single conductor at the full fuse current. A bundle of such wires in a closed duct gets hot, so size up when wires share a path.",
      ),
    ),
    manualPage(
      "Panel angle by latitude",
      text(
        "A fixed panel does best when it faces the noon sun. Twice a year, around the equinoxes, that means tilting it by your latitude; for the winter add about fifteen degrees. The table gives the height of the sun at noon and the tilt for each season.",
      ),
      table({
        head: [
          "Latitude",
          "Sun, June",
          "Sun, March",
          "Sun, Dec.",
          "Tilt, summer",
          "Tilt, year",
          "Tilt, winter",
        ],
        rows: range(25, 60, 5).map((lat) => [
          `${lat}°`,
          ...[23.4, 0, -23.4].map((d) => `${fixed(noon(lat, d), 1)}°`),
          `${fixed(lat - 15)}°`,
          `${fixed(lat * 0.76 + 3.1, 0)}°`,
          `${fixed(lat + 15)}°`,
        ]),
      }),
      drawing("Noon sun at 45° latitude in June, March and December.", { min: 150, max: 210 }, sunPaths),
    ),
    manualPage(
      "The wiring plan",
      text(
        "Everything positive passes through a fuse and a switch; everything negative meets at one bar. The charge controller is connected to the battery first and to the panels last.",
      ),
      drawing("Panels, controller, battery and loads.", { min: 220, max: 270 }, wiringPlan),
      steps([
        "Crimp with the right die and pull hard on every lug.",
        "Label both ends of each wire.",
        "Tighten, wait a week, and tighten again.",
      ]),
    ),
  ],
};
