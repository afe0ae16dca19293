import sharp from "sharp";
import { seeded } from "./numbers";

type Channels = readonly [red: number, green: number, blue: number];

/** How a species looks in a flat-sawn board; lengths in pixels. */
export type Species = {
  name: string;
  seed: number;
  light: Channels;
  dark: Channels;
  ring: number;
  /** How much darker the late wood is, 0 to 1. */
  contrast: number;
  /** How many open pores show, 0 to 1. */
  pores: number;
  /** Strength of the ripples across the grain, 0 to 1. */
  curl: number;
};

export const PLATE = { width: 1400, height: 1120 } as const;

const GRAIN = 56;

/** A board of that species as JPEG. `quality` is 1 to 100; the pixels are the same for every quality. */
export async function boardPicture(species: Species, quality: number): Promise<Uint8Array> {
  const raw = { ...PLATE, channels: 3 as const };
  return sharp(paint(species), { raw }).jpeg({ quality, chromaSubsampling: "4:4:4" }).toBuffer();
}

function paint({ seed, light, dark, ring, contrast, pores, curl }: Species): Uint8Array {
  const pixels = new Uint8Array(PLATE.width * PLATE.height * 3);
  const noise = noiseField(seed);
  const film = seeded(seed + 1);
  const pith = PLATE.width * (0.35 + 0.3 * seeded(seed + 2)());
  let at = 0;
  for (let y = 0; y < PLATE.height; y++) {
    const ripple = y / 46;
    for (let x = 0; x < PLATE.width; x++) {
      const bend = noise(x / 260, y / 520) * 230 + noise(x / 70, y / 300) * 26;
      const radius = Math.hypot(x - pith + bend, y * 0.34 + 60);
      const phase = (radius / ring) % 1;
      const late = phase * phase * phase;
      const fibre = noise(x / 2.6, y / 95 + 40) - 0.5;
      const pore = noise(x / 2.1 + 90, y / 30) > 1 - 0.34 * pores * (1.25 - phase) ? 0.42 : 0;
      const shine = curl * 0.34 * Math.sin(ripple + noise(x / 120, y / 60) * 9);
      const shade = Math.min(1, Math.max(0, 0.18 + contrast * late + fibre * 0.3 + pore + shine * 0.5));
      for (let c = 0; c < 3; c++) {
        const from = light[c] ?? 0;
        // Fine film grain, different in each colour: it makes the plates as large as photographs.
        const value = from + ((dark[c] ?? 0) - from) * shade + (film() - 0.5) * GRAIN;
        pixels[at++] = Math.min(255, Math.max(0, value));
      }
    }
  }
  return pixels;
}

/** Smooth noise between 0 and 1 over a repeating lattice of 256 by 256 random values. */
function noiseField(seed: number): (x: number, y: number) => number {
  const chance = seeded(seed);
  const lattice = Float32Array.from({ length: 65536 }, chance);
  const value = (x: number, y: number): number => lattice[((y & 255) << 8) | (x & 255)] ?? 0;
  return (x, y) => {
    const left = Math.floor(x);
    const top = Math.floor(y);
    const u = eased(x - left);
    const v = eased(y - top);
    const upper = value(left, top) * (1 - u) + value(left + 1, top) * u;
    const lower = value(left, top + 1) * (1 - u) + value(left + 1, top + 1) * u;
    return upper * (1 - v) + lower * v;
  };
}

const eased = (share: number): number => share * share * (3 - 2 * share);
