import { withParams } from "../_ui/data";

export const path = "/passive-income/revenue";
export const presets = [7, 30, 90, 365] as const;
const usual = 30;

/** The range in the address; 30 days when it says none of ours. */
export function readDays(text: string | undefined): number {
  return presets.find((days) => String(days) === text) ?? usual;
}

/** Of the ledger's currencies the one in the address, else the workspace's, else the most used. */
export function chooseCurrency(
  asked: string | undefined,
  currencies: readonly string[],
  workspace: string,
): string {
  const known = (code: string | undefined) => currencies.find((one) => one === code);
  return known(asked) ?? known(workspace) ?? currencies[0] ?? workspace;
}

/** What the address of this screen says. */
export interface RevenueView {
  days: number;
  /** Left out while the ledger has one. */
  currency?: string;
  by?: string;
  view?: string;
}

export function hrefOf({ days, ...others }: RevenueView): string {
  return withParams(path, { ...others, days: days === usual ? undefined : String(days) });
}
