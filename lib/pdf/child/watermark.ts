/** The letters of PREVIEW as strokes on a grid 4 wide and 6 high: no font has to be installed. */
const letters = [
  "M0 6V0H2.6Q4 0 4 1.6T2.6 3.2H0",
  "M0 6V0H2.6Q4 0 4 1.6T2.6 3.2H0M2.2 3.2L4 6",
  "M4 0H0V6H4M0 3H3.2",
  "M0 0L2 6L4 0",
  "M2 0V6M1 0H3M1 6H3",
  "M4 0H0V6H4M0 3H3.2",
  "M0 0L1 6L2 2L3 6L4 0",
];

const advance = 5.6;

/** An SVG as large as the picture with the word PREVIEW all over it, readable on light and on dark pages. */
export function watermark(width: number, height: number): Buffer {
  const unit = Math.min(width, height) / 90;
  const wordWidth = letters.length * advance;
  const tile = { width: wordWidth + 8, height: 22 };
  const word = letters
    .map((path, index) => `<path transform="translate(${(index * advance + 4).toFixed(1)} 8)" d="${path}"/>`)
    .join("");
  const strokes = (colour: string, thickness: number, opacity: number) =>
    `<g fill="none" stroke="${colour}" stroke-width="${thickness}" stroke-opacity="${opacity}" stroke-linejoin="round">${word}</g>`;
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">` +
      `<defs><pattern id="mark" patternUnits="userSpaceOnUse" width="${tile.width}" height="${tile.height}" ` +
      `patternTransform="rotate(-30) scale(${unit.toFixed(3)})">${strokes("#ffffff", 1.5, 0.5)}${strokes("#b00020", 0.8, 0.4)}</pattern></defs>` +
      `<rect width="100%" height="100%" fill="url(#mark)"/></svg>`,
  );
}
