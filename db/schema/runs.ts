import { sql } from "drizzle-orm";
import { boolean, check, integer, jsonb, pgTable, serial, text, uniqueIndex } from "drizzle-orm/pg-core";
import { at, one } from "./columns";

export interface RunCounts {
  listed: number;
  synced: number;
  timed_out: number;
  prices: number;
  actions: number;
}

export const agentRuns = pgTable(
  "agent_runs",
  {
    id: serial("id").primaryKey(),
    task: text("task").notNull(),
    trigger: text("trigger").notNull(),
    status: text("status").notNull().default("queued"),
    /** Asked for again while running: the cycle is repeated once. */
    again: boolean("again").notNull().default(false),
    createdAt: at("created_at").notNull(),
    startedAt: at("started_at"),
    finishedAt: at("finished_at"),
    leaseUntil: at("lease_until").notNull(),
    done: integer("done").notNull().default(0),
    total: integer("total").notNull().default(0),
    counts: jsonb("counts").notNull().$type<RunCounts>(),
    error: text("error"),
  },
  (t) => [
    uniqueIndex("agent_runs_open").on(t.task).where(sql`status in ('queued', 'running')`),
    check("agent_runs_status", one(t.status, "queued", "running", "finished", "problems", "failed")),
    check("agent_runs_trigger", one(t.trigger, "schedule", "button")),
  ],
);
