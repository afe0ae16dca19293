import type { Pen, Point } from "../pen";

export function section(
  pen: Pen,
  { body, hollow, brass }: { body: string; hollow: string; brass: string },
): void {
  const s = Math.min(pen.width / 300, pen.height / 230);
  const [ox, oy] = [(pen.width - 300 * s) / 2, (pen.height - 230 * s) / 2];
  const at = ([x, y]: Point): Point => [ox + x * s, oy + y * s];
  const box = (x: number, y: number, w: number, h: number, fill: string): void =>
    pen.shape(
      (
        [
          [x, y],
          [x + w, y],
          [x + w, y + h],
          [x, y + h],
        ] as const
      ).map(at),
      { fill },
    );
  box(20, 82, 260, 70, body);
  box(112, 140, 76, 84, body);
  box(88, 6, 124, 80, body);
  pen.shape(
    (
      [
        [20, 96],
        [100, 100],
        [200, 100],
        [280, 96],
        [280, 142],
        [200, 136],
        [100, 136],
        [20, 142],
      ] as const
    ).map(at),
    { fill: hollow },
  );
  box(124, 112, 52, 104, brass);
  box(98, 14, 104, 44, hollow);
  box(104, 20, 28, 26, brass);
  box(168, 20, 28, 26, brass);
  box(142, 22, 16, 66, brass);
  pen.shape(
    (
      [
        [147, 112],
        [153, 112],
        [151, 40],
        [149, 40],
      ] as const
    ).map(at),
    { fill: body },
  );
  for (const y of [108, 118, 128]) pen.line([at([32, y]), at([84, y])], { colour: brass, width: 2.4 * s });
}
