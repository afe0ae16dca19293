import type { Subject } from "../book";
import { curve, lineChart } from "../chart";
import { fixed, range } from "../numbers";
import { drawing, manualPage } from "../page";
import { steps, text } from "../prose";
import { table } from "../table";
import { section } from "./carburetor-section";

/** Air density against the standard, from height in metres and temperature in °C. */
const density = (metres: number, celsius: number): number =>
  (1 - 2.25577e-5 * metres) ** 5.25588 * (288.15 / (celsius + 273.15));

/** A main jet for thinner air: flow goes with the square root of density, and with the jet's area. */
const jet = (size: number, ratio: number): number => size * ratio ** 0.25;

/** Mean air speed in m/s through a venturi: displacement in cm³, bore in mm, four strokes. */
const airSpeed = (cc: number, rpm: number, bore: number): number =>
  (((cc * 1e-6 * rpm) / 120) * 0.85) / ((Math.PI / 4) * (bore / 1000) ** 2);

export const carburetor: Subject = {
  fileName: "carburetor-rebuild-and-jetting.pdf",
  title: "Carburetor Rebuild and Jetting",
  subtitle: "Jets, floats, needles and air for small engines and motorcycles",
  // A printed-from-Word title, as many real files carry.
  metadataTitle: "Microsoft Word - final2.doc",
  tags: [
    "carburetor",
    "jetting chart",
    "motorcycle repair",
    "small engine",
    "carb rebuild",
    "main jet",
    "float level",
    "vintage motorcycle",
    "mechanic guide",
    "engine tuning",
  ],
  description:
    "A shop companion for slide and butterfly carburetors: jet area and flow by number, corrections for height and temperature, venturi size for an engine, float level and fuel height, mixture by throttle position, and an order for taking apart and putting together. With a drawn section of a slide carburetor. Start from your maker's settings.",
  theme: {
    serif: false,
    accent: "#27408b",
    second: "#d64550",
    cover: { layout: "top", ground: "#d64550", ink: "#ffffff", motif: "#ffe1b8" },
  },
  motif: (pen) =>
    section(pen, {
      body: pen.style.theme.cover.ink,
      hollow: pen.style.theme.cover.ground,
      brass: pen.style.theme.cover.motif,
    }),
  opening:
    "A carburetor meters fuel by the pull of moving air. Clean it, set the float, and choose a jet for the air you breathe; most engines ask for nothing more. Work outdoors or with the door open, away from flames.",
  pages: [
    manualPage(
      "A slide carburetor in section",
      text(
        "Air enters from the left, speeds up under the slide and draws fuel past the needle. Below hangs the float bowl, whose level decides how far the fuel must be lifted. Four circuits overlap: pilot, slide cut, needle and main jet.",
      ),
      drawing("Bore, slide, needle, main jet and bowl.", { min: 230, max: 290 }, (pen) =>
        section(pen, { body: pen.style.theme.accent, hollow: "#ffffff", brass: "#d9a441" }),
      ),
      table({
        head: ["Throttle", "Pilot", "Slide cut", "Needle", "Main jet"],
        rows: [
          ["Closed to 1/8", "80 %", "20 %", "-", "-"],
          ["1/8 to 1/4", "35 %", "50 %", "15 %", "-"],
          ["1/4 to 3/4", "10 %", "15 %", "65 %", "10 %"],
          ["3/4 to full", "-", "5 %", "20 %", "75 %"],
        ],
      }),
    ),
    manualPage(
      "Jets by number",
      text(
        "Metric jets are named after the bore in hundredths of a millimetre, so a 120 is 1.20 mm. Flow follows the area: five numbers more on a 100 jet is a tenth more fuel. Change one step, ride, and read the plug.",
      ),
      table({
        head: ["Jet", "Bore, mm", "Area, mm²", "Flow, cm³/min", "Against 100"],
        rows: range(70, 180, 10).map((n) => [
          `${n}`,
          fixed(n / 100, 2),
          fixed((Math.PI / 4) * (n / 100) ** 2, 3),
          fixed((Math.PI / 4) * (n / 100) ** 2 * 281),
          `${fixed((n / 100) ** 2 * 100)} %`,
        ]),
        note: "Flow at half a metre of head, petrol, discharge factor 0.75.",
      }),
      lineChart({
        title: "Flow of a main jet",
        x: { label: "jet number", from: 60, to: 180, step: 20 },
        y: { label: "cm³/min", from: 0, to: 800, step: 200 },
        series: [
          { name: "0.5 m of head", points: curve(60, 180, (n) => (Math.PI / 4) * (n / 100) ** 2 * 281) },
          {
            name: "0.25 m",
            points: curve(60, 180, (n) => (Math.PI / 4) * (n / 100) ** 2 * 281 * Math.SQRT1_2),
          },
        ],
      }),
    ),
    manualPage(
      "Thin air: height and heat",
      text(
        "An engine breathes volume but burns mass. At two thousand metres on a warm day a fifth to a quarter of the air is missing. The table is the density as a share of a standard day at the sea, fifteen degrees.",
      ),
      table({
        head: ["Metres", "-10 °C", "0 °C", "10 °C", "20 °C", "30 °C", "40 °C"],
        words: [],
        rows: range(0, 3000, 300).map((m) => [
          fixed(m),
          ...[-10, 0, 10, 20, 30, 40].map((t) => `${fixed(density(m, t) * 100, 1)}`),
        ]),
        note: "Percent of standard density.",
      }),
      lineChart({
        title: "Air density",
        x: { label: "metres above the sea", from: 0, to: 3000, step: 500 },
        y: { label: "percent", from: 60, to: 110, step: 10 },
        series: [0, 20, 40].map((t) => ({
          name: `${t} °C`,
          points: curve(0, 3000, (m) => density(m, t) * 100),
        })),
      }),
    ),
    ...[20, 35].map((celsius) =>
      manualPage(
        `Main jet corrected at ${celsius} °C`,
        text(
          `If the jet in the head of the column is right on a standard day at the sea, use the figure in the row of your height, rounded to the nearest jet sold. At ${celsius} degrees a hundred jet loses about ${fixed(100 - jet(100, density(1500, celsius)), 1)} numbers by fifteen hundred metres. ${celsius > 30 ? "Hot, high passes are where a rich engine stumbles first." : "When in doubt stay one size rich: lean mixtures run hot."}`,
        ),
        table({
          head: ["Metres", "90", "100", "110", "120", "130", "140", "150"],
          words: [],
          rows: range(0, 3000, 250).map((m) => [
            fixed(m),
            ...range(90, 150, 10).map((size) => fixed(jet(size, density(m, celsius)), 1)),
          ]),
        }),
      ),
    ),
    manualPage(
      "Venturi and air speed",
      text(
        "Too large a bore and the air is too slow to lift fuel at low revolutions; too small and the engine strangles at the top. Averaged over the whole cycle, twenty-five to forty metres a second at peak power is a good place to be for a road machine.",
      ),
      table({
        head: ["Engine, cm³", "20 mm", "22 mm", "24 mm", "26 mm", "28 mm", "32 mm"],
        words: [],
        rows: [100, 125, 150, 175, 200, 250, 300, 350, 400].map((cc) => [
          `${cc}`,
          ...[20, 22, 24, 26, 28, 32].map((bore) => fixed(airSpeed(cc, 8000, bore))),
        ]),
        note: "Metres a second at 8,000 revolutions: one cylinder, four strokes.",
      }),
      lineChart({
        title: "Mean air speed, 250 cm³",
        x: { label: "revolutions a minute", from: 1000, to: 9000, step: 2000 },
        y: { label: "m/s", from: 0, to: 60, step: 10 },
        series: [24, 28, 32].map((bore) => ({
          name: `${bore} mm`,
          points: curve(1000, 9000, (rpm) => airSpeed(250, rpm, bore)),
        })),
      }),
    ),
    manualPage(
      "Float level",
      text(
        "A millimetre in the bowl changes the mixture everywhere, because the fuel must be lifted from there to the jet. Measure with a clear tube on the drain, engine level and idling, before bending any tang.",
      ),
      table({
        head: ["Level off by", "Lift, mm", "At idle", "At half", "At full"],
        rows: range(-4, 4).map((off) => {
          const lift = 12 - off;
          const change = (pull: number): string => {
            const p = (Math.sqrt((pull - lift) / (pull - 12)) - 1) * 100;
            return `${p > 0 ? "+" : ""}${fixed(p, 1)} %`;
          };
          return [`${off > 0 ? "+" : ""}${off} mm`, `${lift}`, change(60), change(180), change(600)];
        }),
        note: "Change of fuel for a pull of 60, 180 and 600 mm of fuel; plus is higher and richer.",
      }),
      steps([
        "Empty the bowl and look for water and grit.",
        "Check that the needle's tip has no ring worn into it.",
        "Hold the body so that the float just closes the needle without pressing its spring.",
        "Measure from the gasket face to the far edge of both floats.",
        "Bend the tang, not the arms.",
      ]),
    ),
    manualPage(
      "Taking apart, putting together",
      text(
        "Lay the parts on a towel in the order they come out, and photograph every layer. Brass is soft: use screwdrivers ground to the slot. Never poke a jet with steel; a bristle or compressed air will do.",
      ),
      table({
        head: ["Step", "Part", "Look for", "Torque, Nm"],
        words: [0, 1, 2],
        rows: [
          ["1", "Bowl screws", "stripped heads", "2.0"],
          ["2", "Float pin", "bends, push it out gently", "-"],
          ["3", "Float needle", "worn ring, weak spring", "-"],
          ["4", "Main jet", "varnish, number", "1.5"],
          ["5", "Needle jet", "oval wear", "2.0"],
          ["6", "Pilot jet", "blocked cross holes", "1.0"],
          ["7", "Mixture screw", "count the turns, O-ring", "-"],
          ["8", "Slide and needle", "scores, clip position", "-"],
          ["9", "Cables and boot", "cracks, air leaks", "2.5"],
        ],
      }),
      text(
        "Soak metal parts only. Rubber swells in cleaner and never quite returns. Put new gaskets in dry and turn the mixture screw back to the count you wrote down.",
      ),
    ),
  ],
};
