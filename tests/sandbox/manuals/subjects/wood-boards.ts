import { boardPicture, type Species } from "../grain";

export type Wood = Species & { about: string; density: number; shrinks: number; janka: number };

export const WOODS: readonly Wood[] = [
  {
    name: "Oak",
    seed: 11,
    light: [214, 176, 124],
    dark: [120, 78, 40],
    ring: 62,
    contrast: 0.62,
    pores: 0.9,
    curl: 0,
    density: 720,
    shrinks: 8.6,
    janka: 6000,
    about: "Large pores open in the spring wood and drink finish. Fill them, or leave them as the texture.",
  },
  {
    name: "Walnut",
    seed: 23,
    light: [142, 100, 68],
    dark: [58, 36, 24],
    ring: 84,
    contrast: 0.55,
    pores: 0.55,
    curl: 0.15,
    density: 640,
    shrinks: 7.8,
    janka: 4500,
    about: "Oil deepens it at once and light bleaches it over years. Keep stain away from it altogether.",
  },
  {
    name: "Cherry",
    seed: 37,
    light: [216, 150, 104],
    dark: [150, 84, 50],
    ring: 96,
    contrast: 0.42,
    pores: 0.18,
    curl: 0.2,
    density: 580,
    shrinks: 7.1,
    janka: 4200,
    about: "Pale when cut and red after a summer of daylight. It blotches, so seal it thinly first.",
  },
  {
    name: "Curly maple",
    seed: 41,
    light: [236, 212, 172],
    dark: [178, 134, 88],
    ring: 120,
    contrast: 0.3,
    pores: 0.1,
    curl: 1,
    density: 700,
    shrinks: 9.9,
    janka: 6400,
    about:
      "The ripples come from waving fibres that show end grain and side grain in turn. Dye and sand back to bring them out.",
  },
  {
    name: "Pine",
    seed: 53,
    light: [240, 206, 148],
    dark: [186, 112, 50],
    ring: 70,
    contrast: 0.85,
    pores: 0,
    curl: 0,
    density: 510,
    shrinks: 7.7,
    janka: 2300,
    about: "Hard late wood and soft early wood sand at different speeds. Use a firm block and a wash coat.",
  },
  {
    name: "Ash",
    seed: 67,
    light: [228, 204, 164],
    dark: [150, 112, 72],
    ring: 88,
    contrast: 0.6,
    pores: 0.8,
    curl: 0,
    density: 680,
    shrinks: 7.8,
    janka: 5900,
    about: "Open pored like oak, and whiter. A water-based finish keeps it pale; oil turns it to honey.",
  },
  {
    name: "Mahogany",
    seed: 79,
    light: [158, 86, 58],
    dark: [82, 38, 26],
    ring: 150,
    contrast: 0.35,
    pores: 0.5,
    curl: 0.6,
    density: 590,
    shrinks: 5.1,
    janka: 3700,
    about: "Ribbons of light and dark change places as you walk past. Fill the pores for a mirror.",
  },
  {
    name: "Elm",
    seed: 97,
    light: [206, 160, 112],
    dark: [112, 74, 46],
    ring: 48,
    contrast: 0.7,
    pores: 0.7,
    curl: 0.3,
    density: 600,
    shrinks: 9.5,
    janka: 3700,
    about: "Wild, interlocked grain tears under the plane. Scrape it, then finish with thin oil.",
  },
];

const FULL = 98;

const SMALL = 85;

/** The plates of the book as JPEG: at full quality, or compressed for the small edition. */
export async function woodPictures(edition: "full" | "small"): Promise<Map<string, Uint8Array>> {
  const pictures = new Map<string, Uint8Array>();
  for (const wood of WOODS)
    pictures.set(wood.name, await boardPicture(wood, edition === "full" ? FULL : SMALL));
  return pictures;
}
