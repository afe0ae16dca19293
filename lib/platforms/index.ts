import { AppError } from "../errors";
import { etsy } from "./etsy";
import { gumroad } from "./gumroad";
import { payhip } from "./payhip";
import type { Platform } from "./platform";

/** The registry: one line per platform, in the order of every screen. */
export const platforms: readonly Platform[] = [etsy, gumroad, payhip];

/** @throws AppError `not_found`. */
export function platformByName(name: string): Platform {
  const found = platforms.find((platform) => platform.name === name);
  if (!found) throw new AppError("not_found", `There is no platform "${name}".`);
  return found;
}
