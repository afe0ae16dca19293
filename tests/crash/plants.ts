import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Evidence, Loop } from "./loop";

/** Damage that the check has to see, by the name of what it breaks. */
interface Plant {
  breaks: string;
  what: string;
  /** Done to the rows or at a stand-in, or to a copy of what was read. */
  act?(loop: Loop): Promise<unknown>;
  doctor?(evidence: Evidence): void;
}

export const plants: Plant[] = [
  { breaks: "I1 once", what: "a second product on sale", act: (loop) => product(loop, false) },
  {
    breaks: "I1 once",
    what: "a second publication of one listing",
    doctor: ({ books }) => void books.etsy.publications.push(...books.etsy.publications.slice(0, 1)),
  },
  {
    breaks: "I2 same remote",
    what: "a listing that came to another product",
    doctor: ({ rows }) => Object.assign(first(rows.listings), { remoteId: "another" }),
  },
  {
    breaks: "I3 fences",
    what: "a write of a worker that had lost its listing",
    doctor: ({ rows }) => void rows.steps.push({ ...first(rows.steps), fence: 0 }),
  },
  {
    breaks: "I4 complete",
    what: "a product without its file",
    doctor: ({ books }) => Object.assign(first(books.gumroad.products), { files: [] }),
  },
  {
    breaks: "I4 complete",
    what: "a file of another manual",
    act: ({ db }) => db.execute(sql`update manuals set sha256 = 'another' where id = 1`),
  },
  {
    breaks: "I4 complete",
    what: "a picture twice",
    doctor: ({ books }) => {
      const { images } = first(books.etsy.listings);
      images.push(...images.slice(0, 1));
    },
  },
  {
    breaks: "I5 violations",
    what: "a request that Etsy's document forbids",
    doctor: ({ books }) => void books.etsy.violations.push("no operation"),
  },
  {
    breaks: "I13 money",
    what: "a sale that was not read",
    act: async ({ house: { markets } }) => {
      const { products } = await markets.gumroadBooks();
      await markets.doors.gumroad("POST", "sale", { product_id: products.find(onSale)?.id });
    },
  },
  {
    breaks: "I13 money",
    what: "a rollup that is one cent off",
    act: ({ db }) => db.execute(sql`update revenue_daily set gross = gross + 1`),
  },
  {
    breaks: "I8 asked once",
    what: "two open questions of one cause",
    doctor: ({ rows }) => void rows.open.push({ cause: "same" }, { cause: "same" }),
  },
  {
    breaks: "I9 secrets",
    what: "a token in a row",
    act: ({ db, secret }) =>
      db.execute(
        sql`insert into deliveries (source, delivery_id, running_until) values ('plant', ${secret}, now())`,
      ),
  },
  {
    breaks: "I11 decided",
    what: "a listing that nobody works on",
    doctor: ({ rows }) => Object.assign(first(rows.listings), { status: "pending" }),
  },
  {
    breaks: "I11 decided",
    what: "a pair without a row",
    doctor: ({ rows }) => void rows.listings.pop(),
  },
  { breaks: "I12 strays", what: "a draft that nobody knows", act: (loop) => product(loop, true) },
  {
    breaks: "I12 uploads",
    what: "an upload that no lost answer explains",
    doctor: ({ books, seen }) => {
      seen.lostFileReplies = 0;
      books.gumroad.uploads.push({ state: "completed", attached: false });
    },
  },
  {
    breaks: "I14 overdue",
    what: "work that nobody does",
    act: ({ db }) =>
      db.execute(
        sql`insert into listing_work (listing_id, platform_id, due) values (1, 1, now() - interval '1 day')`,
      ),
  },
  {
    breaks: "I15 creates",
    what: "three creates for each listing",
    doctor: ({ rows, seen }) => Object.assign(seen, { creates: 3 * rows.listings.length }),
  },
  {
    breaks: "I16 doubled",
    what: "a doubled call that was refused",
    doctor: ({ seen }) => Object.assign(seen, { doubledCall: [200, 500] }),
  },
];

const tokenReply = z.object({ api_token: z.string() });

/** Somebody makes a product of the same name at Gumroad; without `draft` it is on sale at once. */
async function product({ house: { markets } }: Loop, draft: boolean): Promise<void> {
  const { api_token } = tokenReply.parse(await markets.doors.gumroad("POST", "token", {}));
  const reply = await fetch(`${markets.origins.gumroad}/v2/products`, {
    method: "POST",
    headers: { authorization: `Bearer ${api_token}`, "content-type": "application/json" },
    body: JSON.stringify({ name: "Field Guide Number 1", price: 900, draft }),
  });
  if (!reply.ok) throw new Error(await reply.text());
}

function onSale({ published, deleted }: { published: boolean; deleted: boolean }): boolean {
  return published && !deleted;
}

function first<T>(all: T[]): T {
  const [one] = all;
  if (one === undefined) throw new Error("nothing to plant it on");
  return one;
}
