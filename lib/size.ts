/**
 * A size as sellers read it: "20 MB", "24.1 MB" (1 MB = 1,000,000 bytes), with as many decimals as it takes to tell
 * it from `unlike`.
 */
export function megabytes(bytes: number, unlike?: number): string {
  const text = (value: number, digits: number) =>
    (value / 1_000_000).toLocaleString("en-US", { maximumFractionDigits: digits });
  let digits = 1;
  while (
    digits < 6 &&
    (text(bytes, digits) === "0" || (unlike !== undefined && text(bytes, digits) === text(unlike, digits)))
  ) {
    digits += 1;
  }
  return `${text(bytes, digits)} MB`;
}
