import { z } from "zod";
import { type EntryRow, entryTypes, type RevenueSummary, type Sums } from "@/db/queries/revenue";
import { isCurrency, toMajor } from "../money";
import { idParam, moment, operation, pageQuery, word } from "./operation";

const days = z
  .string()
  .regex(/^\d{1,4}$/, "is a number of days from 1 to 3660")
  .transform(Number)
  .pipe(z.number().int().min(1, "is at least 1").max(3660, "is at most 3660"));
const currency = z.string().toUpperCase().refine(isCurrency, "is not an ISO 4217 currency").optional();

const totals = {
  total_sales: z.number().int().meta({ description: "Units." }),
  total_gross: z.number(),
  total_fees: z.number(),
  total_refunds: z.number(),
  total_revenue: z.number().meta({ description: "Net: gross - fees - refunds." }),
};

export const revenueSchema = z.strictObject({
  period_days: z.number().int(),
  currency: z.string(),
  ...totals,
  by_platform: z.record(
    z.string(),
    z.strictObject({
      sales: z.number().int(),
      gross: z.number(),
      fees: z.number(),
      refunds: z.number(),
      revenue: z.number(),
    }),
  ),
  by_day: z.array(
    z.strictObject({
      date: z.iso.date(),
      sales: z.number().int(),
      gross: z.number(),
      fees: z.number(),
      refunds: z.number(),
      net: z.number(),
    }),
  ),
  other_currencies: z.array(z.strictObject({ currency: z.string(), ...totals })),
});

const path = "/api/passive-income/revenue";

export const revenueOperation = operation({
  method: "GET",
  path,
  summary: "Revenue of the last days in one currency, by platform and day; the other currencies beside it",
  access: "member",
  query: z.strictObject({ days: days.default(30), currency }),
  answer: revenueSchema,
  status: 200,
  errors: [400],
});

const entrySchema = z.strictObject({
  id: z.number().int(),
  listing_id: z.number().int().nullable(),
  platform_id: z.number().int(),
  transaction_id: z.string(),
  transaction_type: word(...entryTypes),
  amount: z.number(),
  fee: z.number(),
  net_amount: z.number(),
  currency: z.string(),
  quantity: z.number().int(),
  basis: word("reported", "estimated"),
  transaction_date: moment,
});

export const listEntriesOperation = operation({
  method: "GET",
  path: `${path}/entries`,
  summary: "Lines of the ledger, newest first",
  access: "member",
  query: z.strictObject({
    ...pageQuery,
    platform_id: idParam.optional(),
    listing_id: idParam.optional(),
    type: z.enum(entryTypes).optional(),
  }),
  answer: z.array(entrySchema),
  paged: true,
  status: 200,
  errors: [400],
});

export const revenueCsvOperation = operation({
  method: "GET",
  path: `${path}.csv`,
  summary: "Lines of the ledger as CSV (RFC 4180), newest first",
  access: "member",
  query: z.strictObject({ days: days.optional(), currency }),
  answer: null,
  media: "text/csv",
  status: 200,
  errors: [400],
});

export function revenueJson(summary: RevenueSummary): z.infer<typeof revenueSchema> {
  const major = (amount: number) => toMajor({ amount, currency: summary.currency });
  const parts = ({ units, gross, fees, refunds }: Sums) => ({
    sales: units,
    gross: major(gross),
    fees: major(fees),
    refunds: major(refunds),
  });
  return {
    period_days: summary.byDay.length,
    currency: summary.currency,
    ...totalsJson(summary.total, summary.currency),
    by_platform: Object.fromEntries(
      [...summary.byPlatform].map(([id, sums]) => [String(id), { ...parts(sums), revenue: major(sums.net) }]),
    ),
    by_day: summary.byDay.map((sums) => ({ date: sums.day, ...parts(sums), net: major(sums.net) })),
    other_currencies: summary.others.map((other) => ({
      currency: other.currency,
      ...totalsJson(other.total, other.currency),
    })),
  };
}

function totalsJson({ units, gross, fees, refunds, net }: Sums, code: string) {
  const major = (amount: number) => toMajor({ amount, currency: code });
  return {
    total_sales: units,
    total_gross: major(gross),
    total_fees: major(fees),
    total_refunds: major(refunds),
    total_revenue: major(net),
  };
}

export function entryJson(row: EntryRow): z.infer<typeof entrySchema> {
  const major = (amount: number) => toMajor({ amount, currency: row.currency });
  return {
    id: row.id,
    listing_id: row.listingId,
    platform_id: row.platformId,
    transaction_id: row.transactionId,
    transaction_type: row.transactionType,
    amount: major(row.amount),
    fee: major(row.fee),
    net_amount: major(row.amount - row.fee),
    currency: row.currency,
    quantity: row.quantity,
    basis: row.basis,
    transaction_date: row.transactionDate.toISOString(),
  };
}
