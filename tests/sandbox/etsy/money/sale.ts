import { z } from "zod";
import { PROCESSING_FEE, PROCESSING_FEE_FIXED_MINOR, TRANSACTION_FEE } from "@/tests/sandbox/etsy/limits";
import { priceOf, quantityOf, withQuantity } from "@/tests/sandbox/etsy/listings/listing";
import { renew } from "@/tests/sandbox/etsy/listings/publish";
import { book } from "@/tests/sandbox/etsy/money/ledger";
import type { Listing, Receipt } from "@/tests/sandbox/etsy/rows";
import { announce } from "@/tests/sandbox/etsy/webhooks";
import type { World } from "@/tests/sandbox/etsy/world";

const saleSchema = z.strictObject({
  listing_id: z.int(),
  quantity: z.int().positive().default(1),
  /** Given away by a shop coupon, minor units. */
  coupon: z.int().nonnegative().default(0),
});

const BUYERS = [
  "Ada Lindqvist",
  "Joonas Virta",
  "Maria Esposito",
  "Tom Hargreaves",
  "Yuki Tanabe",
  "Lena Brandt",
];

/** `POST /__control/sale`: a buyer pays for an active listing; receipt, ledger lines, renewals and a webhook follow. */
export async function sell(world: World, body: unknown, origin: string) {
  const sale = saleSchema.parse(body);
  const listing = world.listings.get(sale.listing_id);
  if (listing === undefined) throw new Error(`no listing ${sale.listing_id}`);
  if (listing.state !== "active")
    throw new Error(`listing ${sale.listing_id} is ${listing.state}, not active`);
  if (quantityOf(listing) < sale.quantity) throw new Error(`only ${quantityOf(listing)} left`);
  const receipt = makeReceipt(world, listing, sale);
  world.receipts.put(receipt.receipt_id, receipt);
  bookSale(world, receipt, listing);
  world.listings.put(listing.listing_id, takeFromStock(world, listing, sale.quantity));
  const webhook = await announce(world, "order.paid", receipt.receipt_id, origin);
  const { receipt_id, payment_id, gross } = receipt;
  return { receipt_id, payment_id, gross, webhook_id: webhook.webhook_id };
}

function makeReceipt(world: World, listing: Listing, sale: z.infer<typeof saleSchema>): Receipt {
  const { books } = world;
  const now = world.seconds();
  const buyer_user_id = books.nextId("buyer", 880_000_001);
  const gross = priceOf(listing) * sale.quantity - sale.coupon;
  if (gross <= 0) throw new Error("the coupon is worth more than the sale");
  const image = [...listing.images].sort((a, b) => a.rank - b.rank)[0];
  return {
    receipt_id: books.nextId("receipt", 3_400_000_001),
    payment_id: books.nextId("payment", 2_200_000_001),
    buyer_user_id,
    name: BUYERS[buyer_user_id % BUYERS.length] ?? "A Buyer",
    status: "paid",
    created: now,
    updated: now,
    gross,
    coupon: sale.coupon,
    processing_fee: Math.round(gross * PROCESSING_FEE) + PROCESSING_FEE_FIXED_MINOR,
    transactions: [
      {
        transaction_id: books.nextId("transaction", 4_500_000_001),
        listing_id: listing.listing_id,
        listing_image_id: image?.listing_image_id ?? null,
        product_id: listing.products[0]?.product_id ?? 0,
        title: listing.title,
        sku: listing.products[0]?.sku ?? "",
        quantity: sale.quantity,
        price: priceOf(listing),
        is_digital: listing.type !== "physical",
      },
    ],
    refunds: [],
  };
}

function bookSale(world: World, receipt: Receipt, listing: Listing): void {
  const { payment_id, gross } = receipt;
  const paid = book(world, {
    amount: gross,
    ledger_type: "PAYMENT_GROSS",
    reference_type: "shop_payment",
    reference_id: payment_id,
    description: "Sale",
    payment_id,
  });
  const parent_entry_id = paid.entry_id;
  book(world, {
    amount: -receipt.processing_fee,
    ledger_type: "PROCESSING_FEE",
    reference_type: "shop_payment",
    reference_id: payment_id,
    description: "Processing fee",
    parent_entry_id,
    payment_id,
  });
  book(world, {
    amount: -Math.round(gross * TRANSACTION_FEE),
    ledger_type: "transaction",
    reference_type: "transaction",
    reference_id: receipt.transactions[0]?.transaction_id ?? null,
    description: `Transaction fee: ${listing.title}`,
    parent_entry_id,
    payment_id,
  });
}

/** With pieces left, each one sold renews the listing for a fee, whatever `should_auto_renew` says. */
function takeFromStock(world: World, listing: Listing, sold: number): Listing {
  let now = listing;
  for (let unit = 0; unit < sold; unit++) {
    now = withQuantity(now, quantityOf(now) - 1);
    if (quantityOf(now) > 0) now = renew(world, now, "renew_sold_auto");
  }
  return quantityOf(now) > 0 ? now : { ...now, state: "sold_out", state_changed: world.seconds() };
}
