/** "12.3%": one decimal, none for a whole hundred; a dash when there is nothing to compare with. */
export function formatShare(part: number, whole: number): string {
  if (whole <= 0) return "–";
  const text = `${((100 * part) / whole).toFixed(1)}%`.replace("-", "\u2212");
  return text.replace(/^\u2212(?=0\.0%$)/, "").replace(".0%", "%");
}
