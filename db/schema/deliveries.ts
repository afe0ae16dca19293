import { pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { at } from "./columns";

/** Messages that arrived or were sent for a moment, so that each has one effect however often it comes or is asked for. */
export const deliveries = pgTable(
  "deliveries",
  {
    /** Who numbers them: `qstash`, or `wake-up` for those that we send. */
    source: text("source").notNull(),
    deliveryId: text("delivery_id").notNull(),
    /** An attempt is at it until then, renewed while it lives; in the past once it failed. */
    runningUntil: at("running_until").notNull(),
    /** Null until its work is done: then every further delivery has no effect. */
    doneAt: at("done_at"),
  },
  (t) => [primaryKey({ columns: [t.source, t.deliveryId] })],
);
