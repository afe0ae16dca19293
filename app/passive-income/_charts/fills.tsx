import type { Series } from "./series";

const solid = [
  "fill-chart-1",
  "fill-chart-2",
  "fill-chart-3",
  "fill-chart-4",
  "fill-chart-5",
  "fill-chart-6",
];

/** The stripes that the charts of a page refer to. */
export function Stripes({ series }: { series: readonly Series[] }) {
  return (
    <defs>
      {series
        .filter(({ striped }) => striped)
        .map(({ id, colour }) => (
          <pattern
            key={id}
            id={`stripes-${id}`}
            width={5}
            height={5}
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <rect width={5} height={5} className="fill-card" />
            <rect width={2.6} height={5} className={solid[colour]} />
          </pattern>
        ))}
    </defs>
  );
}

/** How a platform's bars are filled. */
export function fillOf({ id, colour, striped }: Series): { className?: string; fill?: string } {
  return striped ? { fill: `url(#stripes-${id})` } : { className: solid[colour] };
}

/** The key of a platform in a legend or a table. */
export function Swatch({ series }: { series: Series }) {
  return (
    <svg width={10} height={10} className="shrink-0" aria-hidden>
      <rect width={10} height={10} rx={2.5} {...fillOf(series)} />
    </svg>
  );
}
