import Link from "next/link";
import type { PlatformRow } from "@/db/queries/platforms";
import type { RevenueSummary, Sums } from "@/db/queries/revenue";
import { formatMoney } from "@/lib/money";
import { formatShare } from "../_charts/share";
import { Card } from "../_ui/card";
import { DataTable, number, text } from "../_ui/data-table";
import { PlatformMark } from "../_ui/platform-mark";

interface ByPlatformProps {
  summary: RevenueSummary;
  platforms: readonly PlatformRow[];
}

const columns = [
  text("Platform"),
  ...["Sales", "Gross", "Fees", "Fee rate", "Refunds", "Net"].map(number),
  text("Share of net"),
];

/** What each platform brought, what it kept of that, and its share of the whole. */
export function ByPlatform({ summary, platforms }: ByPlatformProps) {
  const { total, byPlatform, currency } = summary;
  const shown = platforms.flatMap((platform) => {
    const sums = byPlatform.get(platform.id);
    return sums ? [{ platform, sums }] : [];
  });
  return (
    <Card title="By platform" className="min-w-0 overflow-hidden">
      <DataTable
        label="Table by platform"
        caption={`Sales and money by platform, in ${currency}`}
        columns={columns}
      >
        <tbody>
          {shown.map(({ platform, sums }) => (
            <tr key={platform.id}>
              <th scope="row">
                <Link
                  href={`/passive-income/platforms/${platform.name}`}
                  className="flex items-center gap-2 rounded-sm hover:underline"
                >
                  <PlatformMark name={platform.name} size="sm" />
                  {platform.displayName}
                </Link>
              </th>
              <Amounts sums={sums} currency={currency} />
              <td>
                <Share part={sums.net} whole={total.net} />
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr className="bg-muted font-semibold">
            <th scope="row" className="border-b-0! border-t">
              Total
            </th>
            <Amounts sums={total} currency={currency} last />
            <td className="border-b-0! border-t" />
          </tr>
        </tfoot>
      </DataTable>
    </Card>
  );
}

function Amounts({ sums, currency, last = false }: { sums: Sums; currency: string; last?: boolean }) {
  const money = (amount: number) => formatMoney({ amount, currency });
  const taken = (amount: number) => money(amount === 0 ? 0 : -amount);
  const cell = `n ${last ? "border-b-0! border-t" : ""}`;
  return (
    <>
      <td className={cell}>{sums.units.toLocaleString("en-US")}</td>
      <td className={cell}>{money(sums.gross)}</td>
      <td className={cell}>{taken(sums.fees)}</td>
      <td className={`${cell} text-muted-foreground`}>{formatShare(sums.fees, sums.gross)}</td>
      <td className={cell}>{taken(sums.refunds)}</td>
      <td className={`${cell} font-semibold`}>{money(sums.net)}</td>
    </>
  );
}

/** A share of the whole; none where parts or whole are below zero, because shares would then not add up. */
function Share({ part, whole }: { part: number; whole: number }) {
  if (whole <= 0 || part < 0) return <span className="text-muted-foreground">–</span>;
  const width = Math.min(100, (100 * part) / whole);
  return (
    <span className="flex items-center gap-2 tabular-nums">
      <svg width={64} height={6} aria-hidden>
        <rect width={64} height={6} rx={3} className="fill-secondary" />
        <rect width={`${width}%`} height={6} rx={3} className="fill-chart-1" />
      </svg>
      {formatShare(part, whole)}
    </span>
  );
}
