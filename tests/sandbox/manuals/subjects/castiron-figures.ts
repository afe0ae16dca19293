export const OILS = [
  ["Flaxseed", 107, 190],
  ["Lard", 188, 60],
  ["Grapeseed", 216, 135],
  ["Canola", 204, 110],
  ["Sunflower, refined", 227, 130],
  ["Soybean", 234, 130],
  ["Beef tallow", 205, 45],
  ["Crisco type", 182, 90],
] as const;

export const SIZES = [
  ["No. 3", 16.5, 3.5],
  ["No. 5", 20.6, 4.2],
  ["No. 6", 22.9, 4.4],
  ["No. 7", 24.8, 4.6],
  ["No. 8", 26.7, 5.1],
  ["No. 9", 28.6, 5.2],
  ["No. 10", 30.2, 5.3],
  ["No. 12", 33.7, 5.6],
] as const;

/** Surface of a pan, inside and outside, in dm². */
export const surface = (across: number, deep: number): number =>
  (2 * (Math.PI / 4) * across ** 2 + 2 * Math.PI * across * deep) / 100;

/** Weight in kg of a wall of `mm` millimetres; iron weighs 7.2 kg per litre. */
export const weight = (across: number, deep: number, mm: number): number =>
  (surface(across, deep) / 2) * (mm / 100) * 7.2;

/** Temperature of a pan that heats for 75 minutes at 230 °C and then cools, with a time constant in minutes. */
export function ovenCurve(minutes: number, lag: number): number {
  const heated = (m: number): number => 230 - 210 * Math.exp(-m / lag);
  return minutes <= 75 ? heated(minutes) : 20 + (heated(75) - 20) * Math.exp(-(minutes - 75) / (lag * 2.4));
}
