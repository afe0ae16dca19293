import { type RGB, rgb } from "pdf-lib";

/** A colour written "#rrggbb". */
export type Colour = string;

export function ink(colour: Colour): RGB {
  const [red, green, blue] = channels(colour);
  return rgb(red / 255, green / 255, blue / 255);
}

/** `share` of `colour` on white: 0 is white, 1 is the colour itself. */
export function tint(colour: Colour, share: number): Colour {
  return mix("#ffffff", colour, share);
}

/** A colour between two others: `share` 0 is the first, 1 the second. */
export function mix(first: Colour, second: Colour, share: number): Colour {
  const [r1, g1, b1] = channels(first);
  const [r2, g2, b2] = channels(second);
  const between = (a: number, b: number): string =>
    Math.round(a + (b - a) * share)
      .toString(16)
      .padStart(2, "0");
  return `#${between(r1, r2)}${between(g1, g2)}${between(b1, b2)}`;
}

function channels(colour: Colour): [number, number, number] {
  const value = Number.parseInt(colour.slice(1), 16);
  if (!/^#[0-9a-f]{6}$/i.test(colour)) throw new Error(`not a colour: ${colour}`);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}
