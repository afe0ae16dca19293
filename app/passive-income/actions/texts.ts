import type { ActionRow } from "@/db/queries/actions";

/** What a person does before the answer, where that is somewhere else. */
export function stepsFor(action: ActionRow, platform: string | null): { text: string; href?: string }[] {
  if (!platform || !action.platformName) return [];
  const page = `/passive-income/platforms/${action.platformName}`;
  switch (action.actionType) {
    case "account_setup":
      return [
        { text: `Connect ${platform}`, href: page },
        { text: "Come back and say that it is connected." },
      ];
    case "authentication":
      return [
        { text: `Give ${platform} new credentials`, href: page },
        { text: "Come back and confirm. We check it with a call." },
      ];
    default:
      return [];
  }
}

/** What the agent does after the answer, so that no answer is a leap of faith. */
export function consequences(action: ActionRow, platform: string | null): string[] {
  const there = platform ?? "the platform";
  const skip =
    action.actionType === "rights" && action.listingId === null
      ? "“Will not do” leaves these manuals unlisted."
      : action.listingId === null
        ? "“Will not do” leaves what waits for it paused."
        : `“Will not do” pauses this manual on ${there}. Nothing else changes.`;
  return [...consequence(action, there), skip];
}

function consequence({ actionType, inputType, context }: ActionRow, there: string): string[] {
  switch (actionType) {
    case "account_setup":
      return [`Checks the connection, then lists the manuals that wait for ${there}.`];
    case "authentication":
      return ["Checks the connection with a call.", "Goes on with every listing where it stopped."];
    case "verification":
    case "captcha":
      return ["Tries the same step again at once. Nothing is made twice."];
    case "manual_listing":
      return [
        "Opens the address and compares the price there with the kit.",
        `Marks the manual as live on ${there} and counts its sales from then on.`,
      ];
    case "manual_update":
    case "manual_end":
      return ["Notes that it is done and goes on."];
    case "rights":
      return ["Keeps your answer with its date.", "Lists the manuals where these rights are accepted."];
    case "choose":
      return ["Goes on with the listing you choose. Nothing is made twice."];
    case "approve":
      return [`Publishes it on ${there} and reads it back.`, "“Do not” pauses it; the draft stays."];
    case "provide_data":
      return context.field === "price_factor"
        ? [`Multiplies your prices with this number on ${there}, for every manual.`]
        : [
            `Uses your ${inputType === "file" ? "file" : "value"} on ${there} only, and goes on with the step that stopped.`,
          ];
    default:
      return ["Goes on where it stopped."];
  }
}
