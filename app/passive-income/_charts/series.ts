import type { PlatformRow } from "@/db/queries/platforms";
import type { Sums } from "@/db/queries/revenue";
import { colourOf } from "../_ui/colours";

/** One platform in a chart. */
export interface Series {
  id: number;
  name: string;
  /** 0 for chart-1. */
  colour: number;
  /** Its listings are made by hand. */
  striped: boolean;
  /** Net of the whole range, minor units. */
  net: number;
}

/** The platforms that have something in the range, in the order of every screen. */
export function seriesOf(platforms: readonly PlatformRow[], byPlatform: Map<number, Sums>): Series[] {
  return platforms.flatMap(({ id, name, displayName, listByHand }) => {
    const sums = byPlatform.get(id);
    return sums
      ? [{ id, name: displayName, colour: colourOf(name), striped: listByHand, net: sums.net }]
      : [];
  });
}
