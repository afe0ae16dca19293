/** Each platform keeps its colour on every screen, whatever else the registry has: chart-1 to chart-6 of the tokens. */
const order = ["etsy", "gumroad", "ebay", "woocommerce", "payhip", "kofi"];

/** 0 for chart-1. A platform without a place takes the last colour. */
export function colourOf(platformName: string): number {
  const index = order.indexOf(platformName);
  return index < 0 ? order.length - 1 : index;
}
