import type { Subject } from "../book";
import { barChart, curve, lineChart } from "../chart";
import { fixed, hours } from "../numbers";
import { drawing, manualPage } from "../page";
import { steps, text } from "../prose";
import { table } from "../table";
import { OILS, ovenCurve, SIZES, surface, weight } from "./castiron-figures";
import { tank } from "./castiron-tank";

export const castIron: Subject = {
  fileName: "cast-iron-restoration.pdf",
  title: "Cast Iron Restoration",
  subtitle: "Strip, season and cook on old pans: baths, currents, oils and heat",
  tags: [
    "cast iron",
    "skillet care",
    "seasoning guide",
    "rust removal",
    "vintage cookware",
    "electrolysis",
    "kitchen restoration",
    "dutch oven",
    "smoke point chart",
    "cooking gift",
  ],
  price: "7.50",
  description:
    "From a rusty find to a pan that fries an egg. The tables give the lye or vinegar for a bath of any size, the current and hours for electrolysis, smoke points and film counts for seasoning, and the heat a pan stores. A drawn plan shows the electrolysis tank. Safety notes stand beside every bath.",
  theme: {
    serif: false,
    accent: "#3a3f44",
    second: "#d9632b",
    cover: { layout: "frame", ground: "#2d3135", ink: "#f0ece4", motif: "#e07a3f" },
  },
  motif: (pen) => {
    const { motif, ink } = pen.style.theme.cover;
    const r = Math.min(pen.width * 0.31, pen.height * 0.42);
    const [x, y] = [pen.width * 0.4, pen.height * 0.5];
    pen.shape(
      [
        [x + r * 0.9, y - 16],
        [pen.width - 4, y - 22],
        [pen.width - 4, y + 22],
        [x + r * 0.9, y + 16],
      ],
      { fill: ink },
    );
    pen.circle(pen.width - 24, y, 8, { fill: pen.style.theme.cover.ground });
    pen.circle(x, y, r, { fill: ink });
    pen.circle(x, y, r * 0.86, { fill: "#16181a" });
    pen.circle(x, y + r * 0.04, r * 0.47, { fill: "#faf5ea" });
    pen.circle(x + r * 0.07, y + r * 0.08, r * 0.2, { fill: motif });
  },
  opening:
    "Old iron is forgiving: short of a crack, nearly everything can be undone. These pages put amounts and times to the work. Wear goggles and gloves with lye, and never run electrolysis indoors.",
  pages: [
    manualPage(
      "Know your pan",
      text(
        "Numbers on old pans refer to the stove ring they fitted and differ a little between foundries. Area matters for current and oil, weight for the wrist. Weights are computed for the wall thickness in the head.",
      ),
      table({
        head: ["Mark", "Across, cm", "Deep, cm", "Area, dm²", "3.5 mm, kg", "4.5 mm, kg"],
        rows: SIZES.map(([name, across, deep]) => [
          name,
          fixed(across, 1),
          fixed(deep, 1),
          fixed(surface(across, deep), 1),
          fixed(weight(across, deep, 3.5), 2),
          fixed(weight(across, deep, 4.5), 2),
        ]),
      }),
      barChart({
        title: "Weight at 4 mm",
        unit: "kg",
        digits: 1,
        bars: SIZES.map(([name, across, deep]) => [name.replace("No. ", "#"), weight(across, deep, 4)]),
      }),
    ),
    manualPage(
      "The lye bath",
      text(
        "Lye dissolves old fat and leaves the iron alone. Always add it to cold water, a spoon at a time, outdoors. Rinse with plenty of water. Never put aluminium in the same bath: it dissolves and gives off hydrogen.",
      ),
      table({
        head: ["Water, litres", "Mild 2 %, g", "Usual 4 %, g", "Strong 6 %, g", "Pans of No. 8"],
        words: [],
        rows: [5, 8, 10, 15, 20, 25, 30, 40, 60].map((l) => [
          `${l}`,
          ...[2, 4, 6].map((p) => fixed((l * 1000 * p) / (100 - p))),
          `${Math.max(1, Math.floor(l / 7))}`,
        ]),
      }),
      steps([
        "Fill the tub with water and mark the level.",
        "Stir in the lye with a stick, standing upwind.",
        "Hang the pan fully under for two days.",
        "Scrub, rinse, look; return it if a film remains.",
        "Dry at once in a warm oven.",
      ]),
    ),
    manualPage(
      "Vinegar for light rust",
      text(
        "Five percent vinegar, cut with as much water, lifts thin rust in minutes and eats good iron in hours. Look every quarter of an hour and stop as soon as the rust wipes off. Soda in the rinse stops the acid.",
      ),
      table({
        head: ["Rust", "Water : vinegar", "Look every", "Stop after", "Soda, g per litre"],
        words: [0],
        rows: [
          ["Bloom", "3 : 1", "10 min", "30 min", "10"],
          ["Light", "2 : 1", "15 min", "45 min", "10"],
          ["Even", "1 : 1", "15 min", "60 min", "15"],
          ["Patches", "1 : 1", "20 min", "90 min", "15"],
          ["Scale", "use current", "-", "-", "-"],
        ],
      }),
      lineChart({
        title: "Acidity of vinegar cut with water",
        x: { label: "parts of water to one of 5 % vinegar", from: 0, to: 6, step: 1 },
        y: { label: "percent acid", from: 0, to: 5, step: 1 },
        series: [{ name: "acetic acid", points: curve(0, 6, (w) => 5 / (1 + w)) }],
      }),
    ),
    manualPage(
      "Electrolysis: current and time",
      text(
        "The pan hangs on the negative lead and plain steel plates on the positive. About half an ampere for each square decimetre removes rust without heating. Never use stainless steel: its chromium poisons the bath.",
      ),
      table({
        head: ["Pan", "Area, dm²", "Current, A", "Light rust", "Heavy rust", "Charge, Ah"],
        rows: SIZES.map(([name, across, deep]) => {
          const amps = surface(across, deep) * 0.5;
          return [
            name,
            fixed(surface(across, deep), 1),
            fixed(amps, 1),
            hours(5),
            hours(5 + across / 2.4),
            fixed(amps * (5 + across / 2.4)),
          ];
        }),
      }),
      table({
        head: ["Tank, litres", "Washing soda, g", "Level spoons"],
        words: [],
        rows: [15, 20, 30, 40, 60, 80].map((l) => [`${l}`, fixed(l * 8), fixed((l * 8) / 14)]),
        note: "Eight grams of sodium carbonate for a litre.",
      }),
    ),
    manualPage(
      "The tank",
      text(
        "Plates on both sides clean both faces at once, since the current flows in straight lines. Nothing may touch the pan except its hook. Hydrogen rises from it, so keep flames away and switch off before moving a lead.",
      ),
      drawing("Positive plates left and right; the pan on the negative hook.", { min: 240, max: 310 }, tank),
    ),
    manualPage(
      "Oils and smoke points",
      text(
        "Seasoning is oil that has turned to a hard film. It forms fastest a little above the smoke point, and oils with a high iodine value cross-link best. Very drying oils can flake; a plain refined oil lasts longer than it looks.",
      ),
      table({
        head: ["Oil", "Smokes, °C", "Smokes, °F", "Oven, °C", "Iodine value"],
        words: [0],
        rows: OILS.map(([name, smoke, iodine]) => [
          name,
          `${smoke}`,
          fixed(smoke * 1.8 + 32),
          fixed(Math.max(200, smoke + 20)),
          `${iodine}`,
        ]),
      }),
      barChart({
        title: "How readily the oil hardens",
        unit: "iodine value",
        bars: OILS.map(([name, , iodine]) => [name.split(/[ ,]/)[0] ?? name, iodine]),
      }),
    ),
    manualPage(
      "Coats and hours",
      text(
        "Thin coats, wiped off as if they had been a mistake, make a hard film. An hour in the oven and a slow cooling for each. The table counts the whole job and the oil it takes at about half a gram a square decimetre.",
      ),
      table({
        head: ["Pan", "Oil a coat", "3 coats", "4 coats", "5 coats", "6 coats"],
        rows: SIZES.map(([name, across, deep]) => [
          name,
          `${fixed(surface(across, deep) * 0.5, 1)} g`,
          ...[3, 4, 5, 6].map((n) => hours(n * (1.5 + across / 100))),
        ]),
      }),
      lineChart({
        title: "The pan in the oven, first coat",
        x: { label: "minutes", from: 0, to: 150, step: 30 },
        y: { label: "°C", from: 0, to: 250, step: 50 },
        series: [
          { name: "thin pan", points: curve(0, 150, (m) => ovenCurve(m, 14)) },
          { name: "thick pan", points: curve(0, 150, (m) => ovenCurve(m, 24)) },
        ],
      }),
    ),
  ],
};
