import { range } from "../numbers";
import type { Point } from "../pen";

/** Half-swings of the balance in an hour; the centre wheel turns once an hour. */
export const beats = (train: readonly number[]): number => {
  const [
    centre = 1,
    thirdPinion = 1,
    third = 1,
    fourthPinion = 1,
    fourth = 1,
    escapePinion = 1,
    escapeWheel = 1,
  ] = train;
  return (centre / thirdPinion) * (third / fourthPinion) * (fourth / escapePinion) * 2 * escapeWheel;
};

export const TRAINS = [
  [64, 8, 60, 8, 60, 6, 15],
  [80, 10, 75, 10, 80, 8, 15],
  [80, 10, 75, 10, 70, 7, 15],
  [80, 10, 75, 10, 72, 7, 15],
  [64, 8, 60, 8, 77, 7, 15],
  [80, 10, 75, 10, 66, 6, 15],
  [80, 10, 75, 10, 72, 6, 15],
  [84, 12, 80, 10, 96, 8, 15],
  [80, 10, 75, 10, 84, 7, 20],
  [80, 10, 75, 10, 90, 6, 20],
] as const;

/** The outline of a wheel with `teeth` plain teeth; `r` is the outside radius. */
export function gear(x: number, y: number, r: number, teeth: number, turn = 0): Point[] {
  const depth = (r * 4.4) / (teeth + 2);
  return range(0, teeth - 1).flatMap((i) =>
    [
      [-0.5, r - depth],
      [-0.28, r - depth],
      [-0.14, r],
      [0.14, r],
      [0.28, r - depth],
    ].map(([part = 0, radius = r]): Point => {
      const angle = ((i + part) / teeth) * 2 * Math.PI + turn;
      return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
    }),
  );
}
