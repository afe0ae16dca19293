import type { Subject } from "../book";
import { barChart, curve, lineChart } from "../chart";
import { fixed, range } from "../numbers";
import { drawing, manualPage } from "../page";
import type { Pen } from "../pen";
import { steps, text } from "../prose";
import { table } from "../table";

/** Pages on one side of each sheet of a signature, outermost sheet first: [outer left, outer right, inner left, inner right]. */
function imposition(pages: number): number[][] {
  return range(0, pages / 4 - 1).map((sheet) => [
    pages - 2 * sheet,
    1 + 2 * sheet,
    2 + 2 * sheet,
    pages - 1 - 2 * sheet,
  ]);
}

/** Thickness in mm of a block: leaves times paper, plus one thread swelling for each signature. */
const spine = (pages: number, gsm: number, bulk: number, signature = 16): number =>
  (pages / 2) * ((gsm * bulk) / 1000) + (pages / signature) * 0.11;

const SIZES = [
  ["A6", 105, 148],
  ["Pocket", 110, 178],
  ["A5", 148, 210],
  ["Octavo", 152, 229],
  ["Square", 200, 200],
  ["A4", 210, 297],
] as const;

export const bookbinding: Subject = {
  fileName: "bookbinding-measures.pdf",
  title: "Bookbinding Measures",
  subtitle: "Folding, sewing and casing-in without a miscut board",
  price: "11.00",
  tags: [
    "bookbinding",
    "hand bound book",
    "journal making",
    "paper craft",
    "signature plan",
    "coptic stitch",
    "book repair",
    "diy notebook",
    "imposition",
    "craft tutorial",
  ],
  description:
    "Cut once. The book gives page orders for signatures of every size, spine thickness by paper and page count, boards, cloth and hinge for six formats, sewing stations along the fold, and the creep of thick sections. Drawn plans show folding, sewing and the case. Suited to blank journals and printed text blocks alike.",
  theme: {
    serif: true,
    accent: "#4a3a78",
    second: "#b8563b",
    cover: { layout: "frame", ground: "#efe7da", ink: "#3b2d63", motif: "#b8563b" },
  },
  motif: (pen) => {
    const { ink, motif } = pen.style.theme.cover;
    const colours = [ink, motif, "#d7a94b", "#6f8f86", motif, ink, "#a99bc4"];
    const w = pen.width / 9;
    colours.forEach((fill, i) => {
      const h = pen.height * (0.62 + 0.3 * Math.abs(Math.sin(i * 2.3)));
      const x = w + i * w;
      pen.rect(x, 6, w - 4, h, { fill });
      for (const band of [0.12, 0.16, 0.8, 0.84])
        pen.rect(x, 6 + h * band, w - 4, 2.4, { fill: pen.style.theme.cover.ground });
    });
    pen.segment([0, 4], [pen.width, 4], { colour: ink, width: 4 });
  },
  opening:
    "Paper moves, glue swells, thread adds up. A binder measures after every step, and these tables say what the measure should be close to. All lengths are in millimetres.",
  pages: [
    ...[8, 12, 16, 20, 24].map((pages) =>
      manualPage(
        `Page order: signature of ${pages}`,
        text(
          `${pages / 4} sheets folded together make ${pages} pages. Print the outer side of each sheet with the higher number on the left, turn the sheet over its short edge, and print the inner side. ${pages > 16 ? "With this many sheets the middle pages creep out; trim after sewing." : "Nest the sheets with the first one outside."}`,
        ),
        table({
          head: ["Sheet", "Outer left", "Outer right", "Inner left", "Inner right"],
          rows: imposition(pages).map((row, i) => [`${i + 1}`, ...row.map(String)]),
        }),
        drawing(`The ${pages}-page signature seen from its head.`, { min: 120, max: 260 }, (pen) =>
          fold(pen, pages / 4),
        ),
      ),
    ),
    manualPage(
      "How thick is the spine?",
      text(
        "Bulk says how airy a paper is: copy paper has 1.25, book paper up to 1.8. The sewing thread adds about a tenth of a millimetre for every signature of sixteen. Measure the pressed block before cutting the spine piece.",
      ),
      table({
        head: ["Pages", "80 g, 1.25", "90 g, 1.5", "100 g, 1.3", "120 g, 1.2", "150 g, 1.1"],
        words: [],
        rows: [48, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320].map((pages) => [
          `${pages}`,
          ...(
            [
              [80, 1.25],
              [90, 1.5],
              [100, 1.3],
              [120, 1.2],
              [150, 1.1],
            ] as const
          ).map(([gsm, bulk]) => fixed(spine(pages, gsm, bulk), 1)),
        ]),
      }),
      lineChart({
        title: "Spine thickness",
        x: { label: "pages", from: 0, to: 320, step: 40 },
        y: { label: "mm", from: 0, to: 30, step: 5 },
        series: [
          { name: "80 g copy", points: curve(0, 320, (p) => spine(p, 80, 1.25)) },
          { name: "90 g book", points: curve(0, 320, (p) => spine(p, 90, 1.5)) },
          { name: "150 g art", points: curve(0, 320, (p) => spine(p, 150, 1.1)) },
        ],
      }),
    ),
    manualPage(
      "Creep and trim",
      text(
        "Each sheet in a folded section lies around the ones inside it and pushes them outwards. The innermost leaf sticks out by about half of pi times the paper's thickness for every sheet around it. Past a millimetre, split the section.",
      ),
      table({
        head: ["Sheets", "0.09 mm", "0.10 mm", "0.12 mm", "0.15 mm", "0.20 mm"],
        words: [],
        rows: range(2, 10).map((sheets) => [
          `${sheets}`,
          ...[0.09, 0.1, 0.12, 0.15, 0.2].map((t) => fixed((Math.PI / 2) * t * (sheets - 1), 2)),
        ]),
      }),
      barChart({
        title: "Creep with paper of 0.1 mm",
        unit: "mm",
        digits: 2,
        bars: range(2, 10).map((sheets) => [`${sheets}`, (Math.PI / 2) * 0.1 * (sheets - 1)]),
      }),
    ),
    manualPage(
      "Boards, cloth and hinge",
      text(
        "Boards stand three millimetres beyond the block at head, tail and fore edge, and stay seven clear of the spine for the hinge. Cloth turns in by fifteen all round. The figures are for a block twelve thick and boards of two.",
      ),
      table({
        head: ["Format", "Page", "Board wide", "Board high", "Cloth wide", "Cloth high"],
        rows: SIZES.map(([name, w, h]) => [
          name,
          `${w} × ${h}`,
          fixed(w - 4),
          fixed(h + 6),
          fixed(2 * (w - 4) + 2 * 7 + 16 + 30),
          fixed(h + 36),
        ]),
      }),
      drawing("The case laid open: board, spine piece, board, on cloth.", { min: 150, max: 230 }, casePlan),
    ),
    manualPage(
      "Sewing stations",
      text(
        "Kettle stitches sit twelve millimetres from head and tail; the rest of the fold is shared evenly between tapes. Pierce all sections in one cradle so that the holes line up. Stations are measured from the head.",
      ),
      table({
        head: ["Fold", "1", "2", "3", "4", "5", "6"],
        rows: [148, 178, 200, 210, 229, 240, 260, 297].map((h) => [
          `${h}`,
          ...range(0, 5).map((i) => fixed(12 + (i * (h - 24)) / 5, 1)),
        ]),
      }),
      steps([
        "Wax the thread and cut one length for each section, plus a hand.",
        "Enter at the kettle, weave out and in around the tapes.",
        "Link to the section below at each kettle.",
        "Pull along the fold, never across it.",
      ]),
      table({
        head: ["Sections", "Fold 148", "Fold 210", "Fold 297"],
        rows: [4, 6, 8, 10, 12].map((n) => [
          `${n}`,
          ...[148, 210, 297].map((h) => `${fixed((n * h + 300) / 1000, 2)} m`),
        ]),
        note: "Thread for the whole book, in metres.",
      }),
    ),
  ],
};

function fold(pen: Pen, sheets: number): void {
  const gap = Math.min(24, (pen.height - 20) / (sheets * 2 + 1));
  const flat = pen.width * 0.5;
  const left = (pen.width - flat + sheets * gap) / 2;
  for (const sheet of range(0, sheets - 1)) {
    const reach = (sheets - sheet) * gap;
    const colour = sheet % 2 === 0 ? pen.style.theme.accent : pen.style.theme.second;
    pen.arc(left, pen.height / 2, reach, 90, 270, { colour, width: 2.4 });
    for (const side of [-1, 1])
      pen.segment(
        [left, pen.height / 2 + side * reach],
        [left + flat + sheet * 2.5, pen.height / 2 + side * reach],
        { colour, width: 2.4 },
      );
  }
}

function casePlan(pen: Pen): void {
  const { theme, soft } = pen.style;
  const scale = Math.min(pen.width / 352, pen.height / 252);
  const [w, h] = [348 * scale, 246 * scale];
  const [x, y] = [(pen.width - w) / 2, (pen.height - h) / 2];
  pen.rect(x, y, w, h, { fill: soft, colour: theme.second, width: 1.2 });
  for (const [from, wide, name] of [
    [15, 144, "board"],
    [166, 16, ""],
    [189, 144, "board"],
  ] as const) {
    pen.rect(x + from * scale, y + 15 * scale, wide * scale, 216 * scale, { fill: theme.accent });
    pen.text(name, x + (from + wide / 2) * scale, y + h / 2, {
      size: 11,
      bold: true,
      colour: "#ffffff",
      align: "center",
    });
  }
}
