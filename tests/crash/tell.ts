import type { Complaint } from "./check";
import type { Rows } from "./evidence";

/** Complaints for who has to find out: each with the journal of its listing. Empty when there are none. */
export function tell(seed: number, complaints: Complaint[], { steps }: Pick<Rows, "steps">): string {
  const lines = complaints.flatMap(({ broken, what, listingId }) => [
    `${broken}: ${what}`,
    ...steps.filter((step) => step.listingId === listingId).map((step) => `    ${JSON.stringify(step)}`),
  ]);
  return complaints.length === 0 ? "" : [`seed ${seed}`, ...lines].join("\n");
}
