import { z } from "zod";
import { accountSchema, type GumroadBooks, newAccount } from "@/tests/sandbox/gumroad/account";
import type { Vault } from "@/tests/sandbox/gumroad/context";
import { externalId } from "@/tests/sandbox/gumroad/ids";
import * as state from "@/tests/sandbox/gumroad/state";
import { type Books, openBooks } from "@/tests/sandbox/kit/books";

const SELLER_NUMBER = 5_427_372;
const MEMORY_BYTES = 128 * 1024 * 1024;
const throttleSchema = z.object({ name: z.string(), window: z.number(), count: z.number() });

/** Puts a row that changed where a kill cannot lose it; to be called before the answer leaves. */
export interface Keep {
  token(row: state.Token): void;
  product(row: state.Product): void;
  upload(row: state.Upload): void;
  blob(row: state.Blob): void;
  sale(row: state.Sale): void;
  payout(row: state.Payout): void;
  subscription(row: state.Subscription): void;
  delivery(row: state.Delivery): void;
  throttle(name: string): void;
  account(): void;
}

/** The state in memory, loaded from `dir` when given. */
export function openStore(options: { dir?: string; established: boolean }): {
  books: GumroadBooks;
  keep: Keep;
  kit: Books;
  vault: Vault;
} {
  const { dir } = options;
  const kit = openBooks({ name: "gumroad", dir });
  const load = <Row extends object>(
    name: string,
    schema: z.ZodType<Row>,
    key: (row: Row) => string | number,
  ) => {
    const table = kit.table(name, schema);
    const put = (row: Row) => table.put(key(row), { ...row });
    // Without a folder nothing can be lost, so nothing is written down twice.
    return { rows: table.all().map((row) => structuredClone(row)), keep: dir === undefined ? () => {} : put };
  };
  const tokens = load<state.Token>("tokens", state.tokenSchema, (row) => row.api_token);
  const products = load<state.Product>("products", state.productSchema, (row) => row.id);
  const uploads = load<state.Upload>("uploads", state.uploadSchema, (row) => row.upload_id);
  const blobs = load<state.Blob>("blobs", state.blobSchema, (row) => row.id);
  const sales = load<state.Sale>("sales", state.saleSchema, (row) => row.id);
  const payouts = load<state.Payout>("payouts", state.payoutSchema, (row) => row.id);
  const subscriptions = load<state.Subscription>("subscriptions", state.subscriptionSchema, (row) => row.id);
  const deliveries = load<state.Delivery>("deliveries", state.deliverySchema, (row) => row.number);
  const throttles = load("throttles", throttleSchema, (row) => row.name);
  const accounts = load("account", accountSchema, () => "seller");

  const books: GumroadBooks = {
    ...(accounts.rows[0] ?? newAccount(externalId(SELLER_NUMBER))),
    established: options.established,
    tokens: tokens.rows,
    products: products.rows,
    uploads: uploads.rows,
    blobs: blobs.rows,
    sales: sales.rows,
    payouts: payouts.rows,
    subscriptions: subscriptions.rows,
    deliveries: deliveries.rows,
    throttles: Object.fromEntries(throttles.rows.map(({ name, ...count }) => [name, count])),
  };
  const keep: Keep = {
    token: tokens.keep,
    product: products.keep,
    upload: uploads.keep,
    blob: blobs.keep,
    sale: sales.keep,
    payout: payouts.keep,
    subscription: subscriptions.keep,
    delivery: deliveries.keep,
    throttle(name) {
      const count = books.throttles[name];
      if (count !== undefined) throttles.keep({ name, ...count });
    },
    account() {
      const { seller, upload_port, last_number, random, switches, counters } = books;
      accounts.keep({ seller, upload_port, last_number, random, switches, counters });
    },
  };
  return { books, keep, kit, vault: dir === undefined ? memoryVault(kit) : diskVault(kit) };
}

function diskVault(kit: Books): Vault {
  return {
    put: (bytes) => kit.keepFile(bytes).sha256,
    get: (sha256) => kit.fileBytes(sha256) ?? null,
  };
}

/** Without a folder the newest 128 MB are kept, so that small files can be read back. */
function memoryVault(kit: Books): Vault {
  const files = new Map<string, Buffer>();
  let held = 0;
  return {
    put(bytes) {
      const { sha256 } = kit.keepFile(bytes);
      if (!files.has(sha256)) held += bytes.length;
      files.set(sha256, bytes);
      for (const [oldest, old] of files) {
        if (held <= MEMORY_BYTES) break;
        files.delete(oldest);
        held -= old.length;
      }
      return sha256;
    },
    get: (sha256) => files.get(sha256) ?? null,
  };
}
