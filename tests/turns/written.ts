import type { Advance, Ask, Finish } from "@/lib/agent/store";
import { at } from "./one-turn";
import { PLATFORM } from "./stored";

/** A listing moved on to its create. */
export const change: Advance = {
  step: "create",
  due: at(60),
  intentAt: at(1),
  notes: { kept: 1 },
  attempt: 2,
  misses: 3,
  message: "It waits.",
  at: at(2),
};
/** A listing that ends as listed. */
export const listed: Finish = {
  status: "listed",
  message: null,
  shown: { title: "As shown", price: { amount: 1199, currency: "EUR" }, url: "https://market.example/r1" },
  intentAt: null,
  notes: { kept: 1 },
  attempt: 2,
  at: at(2),
};
/** A question about listing 1. */
export const ask: Ask = {
  actionType: "provide_data",
  cause: "provide_data:listing:1",
  priority: 60,
  title: "What is it?",
  description: "It was refused.",
  prompt: "New value",
  inputType: "selection",
  inputOptions: [{ value: "a", label: "A" }],
  context: { field: "title" },
  platformId: PLATFORM,
  listingId: 1,
  manualId: 1,
};
