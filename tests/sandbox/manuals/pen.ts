import {
  closePath,
  fill,
  fillAndStroke,
  LineCapStyle,
  LineJoinStyle,
  lineTo,
  moveTo,
  type PDFOperator,
  type PDFPage,
  popGraphicsState,
  pushGraphicsState,
  setDashPattern,
  setFillingColor,
  setLineCap,
  setLineJoin,
  setLineWidth,
  setStrokingColor,
  stroke,
} from "pdf-lib";
import { type Colour, ink } from "./colour";
import { radians } from "./numbers";
import type { Style } from "./style";

export type Point = readonly [x: number, y: number];
export type Box = { x: number; y: number; width: number; height: number };
type Stroke = { colour?: Colour; width?: number; dash?: number; cap?: "round" | "butt" };
export type Fill = { fill?: Colour; colour?: Colour; width?: number };
type Lettering = {
  size?: number;
  bold?: boolean;
  colour?: Colour;
  align?: "left" | "center" | "right";
};

/** Draws inside one box of a page, in points; (0, 0) is the lower left corner of the box. */
export type Pen = {
  width: number;
  height: number;
  style: Style;
  line(points: readonly Point[], how?: Stroke): void;
  segment(from: Point, to: Point, how?: Stroke): void;
  /** A closed outline: filled, outlined, or both. */
  shape(points: readonly Point[], how: Fill): void;
  rect(x: number, y: number, width: number, height: number, how: Fill): void;
  circle(x: number, y: number, radius: number, how: Fill): void;
  /** Degrees, counter-clockwise from three o'clock. */
  arc(x: number, y: number, radius: number, from: number, to: number, how?: Stroke): void;
  text(words: string, x: number, y: number, how?: Lettering): void;
  /** The picture of that name, stretched over the rectangle. Throws when the book carries no such picture. */
  picture(name: string, x: number, y: number, width: number, height: number): void;
  /** A pen for a part of this box. */
  within(part: Box): Pen;
};

export function penIn(page: PDFPage, style: Style, box: Box): Pen {
  const at = ([x, y]: Point): [number, number] => [round(box.x + x), round(box.y + y)];

  function trace(points: readonly Point[]): PDFOperator[] {
    return points.map((point, i) => (i === 0 ? moveTo(...at(point)) : lineTo(...at(point))));
  }

  function line(
    points: readonly Point[],
    { colour = style.ink, width = 1, dash = 0, cap = dash ? "butt" : "round" }: Stroke = {},
  ): void {
    if (points.length < 2) return;
    page.pushOperators(
      pushGraphicsState(),
      setStrokingColor(ink(colour)),
      setLineWidth(width),
      setLineCap(cap === "butt" ? LineCapStyle.Butt : LineCapStyle.Round),
      setLineJoin(LineJoinStyle.Round),
      ...(dash ? [setDashPattern([dash, dash], 0)] : []),
      ...trace(points),
      stroke(),
      popGraphicsState(),
    );
  }

  function shape(points: readonly Point[], { fill: inside, colour, width = 1 }: Fill): void {
    const finish = inside && colour ? fillAndStroke() : inside ? fill() : stroke();
    page.pushOperators(
      pushGraphicsState(),
      ...(inside ? [setFillingColor(ink(inside))] : []),
      ...(colour ? [setStrokingColor(ink(colour)), setLineWidth(width)] : []),
      ...trace(points),
      closePath(),
      finish,
      popGraphicsState(),
    );
  }

  function text(words: string, x: number, y: number, lettering: Lettering = {}): void {
    const { size = 8.5, bold = false, colour = style.ink, align = "left" } = lettering;
    const font = bold ? style.bold : style.regular;
    const shift = align === "left" ? 0 : font.widthOfTextAtSize(words, size) * (align === "right" ? 1 : 0.5);
    const [left, bottom] = at([x - shift, y]);
    page.drawText(words, { x: left, y: bottom, size, font, color: ink(colour) });
  }

  return {
    width: box.width,
    height: box.height,
    style,
    line,
    segment: (from, to, how) => line([from, to], how),
    shape,
    text,
    rect: (x, y, width, height, how) =>
      shape(
        [
          [x, y],
          [x + width, y],
          [x + width, y + height],
          [x, y + height],
        ],
        how,
      ),
    circle: (x, y, radius, how) => shape(arc(x, y, radius, 0, 352), how),
    arc: (x, y, radius, from, to, how) => line(arc(x, y, radius, from, to), how),
    picture(name, x, y, width, height) {
      const image = style.pictures.get(name);
      if (!image) throw new Error(`no picture named ${name}`);
      const [left, bottom] = at([x, y]);
      page.drawImage(image, { x: left, y: bottom, width, height });
    },
    within: (part) =>
      penIn(page, style, { x: box.x + part.x, y: box.y + part.y, width: part.width, height: part.height }),
  };
}

/** Points along a circle, every eight degrees at most. */
export function arc(x: number, y: number, radius: number, from: number, to: number): Point[] {
  const count = Math.max(2, Math.ceil(Math.abs(to - from) / 8));
  return Array.from({ length: count + 1 }, (_, i): Point => {
    const angle = radians(from + ((to - from) * i) / count);
    return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
  });
}

const round = (value: number): number => Math.round(value * 100) / 100;
