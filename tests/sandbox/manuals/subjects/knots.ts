import type { Subject } from "../book";
import { curve, lineChart } from "../chart";
import { fixed, range } from "../numbers";
import { drawing, manualPage } from "../page";
import { steps, text } from "../prose";
import { table } from "../table";
import { braid, cinquefoil, drawRope, figureEight, type Rope, tackles, trefoil } from "./knots-drawings";

// Polyester braid, breaking load in kN from the diameter in mm: about 0.23 d².
const breaking = (mm: number): number => 0.23 * mm * mm;

// Sheet load in newtons: pressure of the wind on the sail, 0.00431 lb per ft² and knot², in metric units.
const sheetLoad = (area: number, knots: number): number => 0.2064 * area * knots * knots;

const STRENGTH = [
  ["Eye splice", 95, "permanent eyes"],
  ["Figure eight loop", 78, "harness, tether"],
  ["Anchor hitch", 72, "anchor rode"],
  ["Bowline", 70, "jib sheets, mooring"],
  ["Round turn, two hitches", 68, "fender, ring"],
  ["Double sheet bend", 62, "unlike ropes"],
  ["Clove hitch", 60, "fender on a rail"],
  ["Sheet bend", 53, "joining ropes"],
  ["Overhand knot", 48, "stopper"],
  ["Reef knot", 43, "reefing only"],
] as const;

export const knots: Subject = {
  fileName: "sailing-knots-and-line-loads.pdf",
  title: "Sailing Knots and Line Loads",
  subtitle: "What holds, what slips, and how much pull is on the rope",
  price: "12.00",
  tags: [
    "sailing knots",
    "boat rope",
    "knot tying guide",
    "sailing printable",
    "anchor scope",
    "nautical chart",
    "sailor gift",
    "bowline",
    "rigging",
    "seamanship",
  ],
  description:
    "How strong is a line once it is knotted? This booklet puts numbers beside the knots every sailor ties: remaining strength, breaking load by diameter, sheet loads by sail area and wind, the gain of block and tackle, and anchor scope by depth. Drawn plates show how a rope passes over and under itself. For study ashore and for the chart table.",
  theme: {
    serif: false,
    accent: "#12486b",
    second: "#d1603d",
    cover: { layout: "band", ground: "#0f3d5e", ink: "#f2efe6", motif: "#e8734a" },
  },
  motif: (pen) => {
    const { cover } = pen.style.theme;
    drawRope(
      pen,
      trefoil,
      { x: pen.width / 2, y: pen.height / 2, r: pen.height * 0.5 },
      { rope: cover.motif, edge: cover.ground, width: 15 },
    );
  },
  opening:
    "A knot is a machine for gripping, and like every machine it has a rating. The pages give the figures we use when choosing a rope, a knot or a block. They are averages for sound rope, so keep a wide margin.",
  pages: [
    manualPage(
      "What a knot costs",
      text(
        "A knot bends the rope, the outer fibres carry more than their share, and the rope breaks there first. The percentage is what remains of the strength of the straight rope. Wet or worn rope starts from less.",
      ),
      table({
        head: ["Knot", "Left", "10 mm, kN", "Use"],
        words: [0, 3],
        rows: STRENGTH.map(([name, left, use]) => [
          name,
          `${left} %`,
          fixed((breaking(10) * left) / 100, 1),
          use,
        ]),
      }),
      text(
        "The reef knot stands last for a reason: it ties down sails and should never join two ropes that hold a person or a boat.",
      ),
    ),
    ropePlate(
      "The overhand family",
      trefoil,
      figureEight,
      "Overhand (above) and figure eight (below), ends joined.",
      "Follow the rope with a finger: it goes over, under, over, under without exception. One more turn makes an overhand knot into a figure eight, which is easier to undo after a hard pull.",
      30,
    ),
    ropePlate(
      "Turk's head and mat",
      cinquefoil,
      braid,
      "A five-lobed ring (above) and a three-strand mat (below).",
      "These close on themselves and are used as grips and ornaments. Tie them loosely around the hand first, then follow the first strand twice more and draw the slack out bit by bit.",
      110,
    ),
    manualPage(
      "Tying the bowline",
      text(
        "The bowline makes a loop that neither slips nor jams. Sailors tie it more often than any other knot, and a second turn makes it safer in stiff, modern rope.",
      ),
      steps([
        "Lay the end over the standing part and turn your wrist so that a small loop stands up around the end.",
        "Lead the end behind the standing part, from right to left.",
        "Bring it back down through the small loop, beside itself.",
        "Hold the end and the right side of the large loop in one hand, the standing part in the other, and pull.",
        "Leave a tail of at least ten rope diameters.",
        "Shake it: if it rattles loose, add the second turn.",
      ]),
      table({
        head: ["Rope, mm", "Least tail, mm", "Bowline breaks at, kN", "Working load, kN"],
        words: [],
        rows: [6, 8, 10, 12, 14, 16].map((mm) => [
          `${mm}`,
          `${mm * 10}`,
          fixed(breaking(mm) * 0.7, 1),
          fixed((breaking(mm) * 0.7) / 5, 2),
        ]),
      }),
    ),
    manualPage(
      "Line size and breaking load",
      text(
        "Strength grows with the square of the diameter, so going from ten to fourteen millimetres nearly doubles it. The working load is a fifth of the breaking load, which leaves room for shock, sun and a knot.",
      ),
      table({
        head: ["mm", "Polyester, kN", "Nylon, kN", "HMPE, kN", "Working, kN"],
        words: [],
        rows: [4, 5, 6, 8, 10, 12, 14, 16, 18, 20].map((mm) => [
          `${mm}`,
          fixed(breaking(mm), 1),
          fixed(0.26 * mm * mm, 1),
          fixed(0.62 * mm * mm, 1),
          fixed(breaking(mm) / 5, 1),
        ]),
      }),
      lineChart({
        title: "Breaking load",
        x: { label: "diameter, mm", from: 4, to: 20, step: 2 },
        y: { label: "kN", from: 0, to: 250, step: 50 },
        series: [
          { name: "polyester", points: curve(4, 20, breaking) },
          { name: "nylon", points: curve(4, 20, (d) => 0.26 * d * d) },
          { name: "HMPE", points: curve(4, 20, (d) => 0.62 * d * d) },
        ],
      }),
    ),
    manualPage(
      "Sheet loads",
      text(
        "The pull on a headsail sheet grows with the sail and with the square of the wind. Reefing from 30 to 20 square metres takes away a third of it; a rise from 15 to 20 knots adds more than three quarters. Loads are in newtons; ten newtons is about one kilogram.",
      ),
      table({
        head: ["Sail, m²", "10 kn", "15 kn", "20 kn", "25 kn", "30 kn"],
        words: [],
        rows: [8, 12, 16, 20, 25, 30, 36, 42, 50].map((area) => [
          `${area}`,
          ...[10, 15, 20, 25, 30].map((wind) => fixed(sheetLoad(area, wind))),
        ]),
      }),
      lineChart({
        title: "Pull on the sheet",
        x: { label: "apparent wind, knots", from: 5, to: 30, step: 5 },
        y: { label: "N", from: 0, to: 8000, step: 2000 },
        series: [12, 25, 36].map((area) => ({
          name: `${area} m²`,
          points: curve(5, 30, (wind) => sheetLoad(area, wind)),
        })),
      }),
    ),
    manualPage(
      "Block and tackle",
      text(
        "Each part of the rope at the moving block carries a share of the load, but each sheave eats some of it. With plain bearings a sheave passes on about 93 percent; with balls about 97.",
      ),
      table({
        head: ["Parts", "Ideal", "Plain", "Ball", "Pull for 1,000 N", "Rope per metre"],
        words: [],
        rows: range(1, 8).map((parts) => {
          const gain = (e: number): number => ((1 - e ** parts) / (1 - e)) * e;
          return [
            `${parts}`,
            `${parts}.0`,
            fixed(gain(0.93), 2),
            fixed(gain(0.97), 2),
            `${fixed(1000 / gain(0.93))} N`,
            `${parts}.0 m`,
          ];
        }),
      }),
      drawing("Purchases of two, three and four parts.", { min: 170, max: 230 }, tackles),
    ),
    manualPage(
      "Anchor scope",
      text(
        "Scope is the length of rode over the height from the bow roller to the seabed. More of it keeps the pull on the anchor flat. Count the tide that is still to come, not the depth on arrival.",
      ),
      table({
        head: ["Depth, m", "Chain 3:1", "Chain 4:1", "Chain 5:1", "Rope 7:1", "Rope 10:1"],
        words: [],
        rows: [2, 3, 4, 5, 6, 8, 10, 12, 15].map((depth) => [
          `${depth}`,
          ...[3, 4, 5, 7, 10].map((scope) => `${fixed((depth + 1.2) * scope)} m`),
        ]),
        note: "Bow roller taken as 1.2 m above the water.",
      }),
      lineChart({
        title: "Angle of a tight rode at the seabed",
        x: { label: "scope", from: 2, to: 10, step: 1 },
        y: { label: "degrees", from: 0, to: 30, step: 5 },
        series: [{ name: "straight rode", points: curve(2, 10, (s) => (Math.asin(1 / s) * 180) / Math.PI) }],
      }),
    ),
  ],
};

function ropePlate(title: string, left: Rope, right: Rope, caption: string, words: string, rope: number) {
  return manualPage(
    title,
    text(words),
    drawing(caption, { min: 200, max: 380 }, (pen) => {
      const look = { rope: pen.style.theme.second, edge: "#ffffff", width: 9 };
      const r = Math.min(pen.width, pen.height) * 0.3;
      drawRope(pen, left, { x: r + 6, y: pen.height - r - 6, r }, look);
      drawRope(pen, right, { x: pen.width - r - 6, y: r + 6, r }, { ...look, rope: pen.style.theme.accent });
    }),
    text(
      `Use about ${rope} diameters of rope for a practice piece, and whip the ends before you start. Draw it tight in several passes, never in one.`,
    ),
  );
}
