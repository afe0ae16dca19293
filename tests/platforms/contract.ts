import { describe } from "vitest";
import { byHand } from "./contract/by-hand";
import { cents } from "./contract/cents";
import { connection } from "./contract/connection";
import { facts } from "./contract/facts";
import { anyFault } from "./contract/faults";
import { finding } from "./contract/finding";
import { hosts } from "./contract/hosts";
import { life } from "./contract/life";
import { limits } from "./contract/limits";
import { noEvent } from "./contract/no-event";
import { oddAnswers } from "./contract/odd-answers";
import { paging } from "./contract/paging";
import { refusals } from "./contract/refusals";
import { secrets } from "./contract/secrets";
import type { Subject } from "./contract/subject";
import { webhook } from "./contract/webhook";

/**
 * The one suite that every adapter passes, over real HTTP against its stand-in. What a platform does otherwise is a
 * deviation with its reason; one that is no longer needed fails.
 */
export function contract(subject: Subject): void {
  const { platform } = subject;
  const section = (name: string, tell: (subject: Subject) => void, told: unknown) => {
    if (told) describe(name, () => tell(subject));
  };
  describe(`the contract, kept by ${platform.displayName}`, () => {
    facts(subject);
    section("the connection", connection, true);
    section("the life of a listing", life, platform.listing);
    section("find", finding, platform.listing);
    section("limits", limits, platform.listing);
    section("refusals", refusals, platform.listing);
    section("cents", cents, platform.listing && platform.sales);
    section("sales, page by page", paging, platform.sales);
    section("a listing made by hand", byHand, platform.byHand);
    section("webhooks", webhook, platform.webhook);
    section("webhooks of anybody", noEvent, platform.webhook);
    section("hosts", hosts, true);
    section("secrets", secrets, true);
    section("answers that are none", oddAnswers, true);
    section("faults", anyFault, true);
  });
}
