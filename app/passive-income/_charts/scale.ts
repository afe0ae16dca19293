import { exponentOf, formatMoney } from "@/lib/money";

/** The value axis: round steps from below the lowest to above the highest value, zero among them. Minor units. */
export interface Scale {
  ticks: number[];
  min: number;
  max: number;
  /** Where a value is drawn, from the top, in pixels. */
  y(value: number): number;
}

const wantedSteps = 4;

export function scaleOf(lowest: number, highest: number, height: number): Scale {
  const step = roundStep(Math.max(highest, 0) - Math.min(lowest, 0));
  const min = Math.floor(Math.min(lowest, 0) / step) * step;
  const max = Math.max(Math.ceil(highest / step) * step, min + step);
  const ticks = Array.from({ length: Math.round((max - min) / step) + 1 }, (_, index) => min + index * step);
  return { ticks, min, max, y: (value) => ((max - value) / (max - min)) * height };
}

/** The smallest of 1, 2, 2.5, 5 times a power of ten that covers the range in four steps. */
function roundStep(range: number): number {
  const least = Math.max(range / wantedSteps, 1);
  const power = 10 ** Math.floor(Math.log10(least));
  const steps = (power < 10 ? [1, 2, 5, 10] : [1, 2, 2.5, 5, 10]).map((factor) => factor * power);
  return steps.find((step) => step >= least) ?? 10 * power;
}

/** "$125", with decimals only where the steps need them. */
export function formatTick(amount: number, currency: string, ticks: readonly number[]): string {
  const unit = 10 ** exponentOf(currency);
  const text = formatMoney({ amount, currency });
  return ticks.every((tick) => tick % unit === 0) ? text.replace(/\.0+$/, "") : text;
}
