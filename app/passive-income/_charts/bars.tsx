import { formatMoney } from "@/lib/money";
import { formatDay, formatMonth, formatSpan } from "./dates";
import { fillOf, Stripes } from "./fills";
import type { Grouping, Period } from "./periods";
import { formatTick, type Scale, scaleOf } from "./scale";
import type { Series } from "./series";

const height = 168;
const top = 8;
const names = 22;
const gap = 1.5;
/** Of a digit at 11 px. */
const characterWidth = 6.8;

interface BarsProps {
  periods: readonly Period[];
  series: readonly Series[];
  currency: string;
  by: Grouping;
}

/** Stacked bars of net money. A picture beside its table, so it is hidden from screen readers. */
export function Bars({ periods, series, currency, by }: BarsProps) {
  const scale = scaleOf(
    Math.min(0, ...periods.map((period) => sumOf(period, -1))),
    Math.max(0, ...periods.map((period) => sumOf(period, 1))),
    height,
  );
  const { ticks, y } = scale;
  const tickNames = ticks.map((tick) => ({ tick, name: formatTick(tick, currency, ticks) }));
  const width = Math.max(...tickNames.map(({ name }) => name.length)) * characterWidth;
  return (
    <div className="grid grid-cols-[auto_minmax(0,1fr)] gap-2.5 text-2xs text-muted-foreground" aria-hidden>
      <svg width={width} height={height + top + names} className="overflow-visible tabular-nums" aria-hidden>
        {tickNames.map(({ tick, name }) => (
          <text key={tick} x="100%" y={y(tick) + top + 4} textAnchor="end" className="fill-muted-foreground">
            {name}
          </text>
        ))}
      </svg>
      <svg width="100%" height={height + top + names} className="block overflow-visible" aria-hidden>
        <Stripes series={series} />
        {ticks.map((tick) => (
          <line
            key={tick}
            x1={0}
            x2="100%"
            y1={Math.round(y(tick) + top) + 0.5}
            y2={Math.round(y(tick) + top) + 0.5}
            className={tick === 0 ? "stroke-border-strong" : "stroke-border"}
          />
        ))}
        {periods.map((period, index) => (
          <svg
            key={period.from}
            x={`${(100 * index) / periods.length}%`}
            y={top}
            width={`${100 / periods.length}%`}
            height={height}
            className="group overflow-visible"
          >
            <title>{titleOf(period, series, currency)}</title>
            <rect width="100%" height={height} className="fill-transparent group-hover:fill-accent" />
            <Stack period={period} series={series} scale={scale} />
          </svg>
        ))}
        <Names periods={periods} by={by} />
      </svg>
    </div>
  );
}

/** What came in stands on the base line, what went back hangs below it. */
function Stack({ period, series, scale }: { period: Period; series: readonly Series[]; scale: Scale }) {
  const parts = series.flatMap((one) => {
    const net = period.platforms.get(one.id) ?? 0;
    return net === 0 ? [] : [{ one, net }];
  });
  return [1, -1].map((sign) => {
    const side = parts.filter(({ net }) => net * sign > 0);
    let reached = 0;
    return side.map(({ one, net }, index) => {
      const from = scale.y(reached);
      reached += net;
      const to = scale.y(reached);
      const last = index === side.length - 1;
      const size = Math.max(Math.abs(to - from) - (last ? 0 : gap), 1);
      const y = sign > 0 ? (last ? Math.min(to, from - 1) : to + gap) : from;
      return <Segment key={one.id} series={one} y={y} size={size} round={last ? sign : 0} />;
    });
  });
}

/** `round`: 1 rounds the upper corners, -1 the lower ones. The rest of a longer shape is cut off. */
function Segment({ series, y, size, round }: { series: Series; y: number; size: number; round: number }) {
  const cut = 4;
  return (
    <svg y={y} height={size} width="100%" aria-hidden>
      <rect
        y={round < 0 ? -cut : 0}
        height={round === 0 ? size : size + cut}
        rx={round === 0 ? 0 : 3}
        {...fillOf(series)}
        className={`bar ${fillOf(series).className ?? ""}`}
      />
    </svg>
  );
}

/** Names under the bars, fewer of them on a phone. */
function Names({ periods, by }: { periods: readonly Period[]; by: Grouping }) {
  const desk = Math.ceil(periods.length / 13);
  const phone = desk * Math.ceil(periods.length / desk / 5);
  return periods.map(({ from }, index) => {
    const back = periods.length - 1 - index;
    if (back % desk !== 0) return null;
    return (
      <text
        key={from}
        x={`${(100 * (index + 0.5)) / periods.length}%`}
        y={top + height + 17}
        textAnchor="middle"
        className={`fill-muted-foreground ${back % phone === 0 ? "" : "max-md:hidden"}`}
      >
        {by === "month" ? formatMonth(from) : formatDay(from)}
      </text>
    );
  });
}

function titleOf(period: Period, series: readonly Series[], currency: string): string {
  const money = (amount: number) => formatMoney({ amount, currency });
  const lines = series.flatMap(({ id, name }) => {
    const net = period.platforms.get(id);
    return net === undefined ? [] : [`${name} ${money(net)}`];
  });
  return [
    `${formatSpan(period.from, period.to)}: ${money(period.net)}`,
    ...lines,
    `${period.units} sold`,
  ].join("\n");
}

/** The sum of the platforms on one side of the base line. */
function sumOf({ platforms }: Period, sign: 1 | -1): number {
  return [...platforms.values()].reduce((sum, net) => (net * sign > 0 ? sum + net : sum), 0);
}
