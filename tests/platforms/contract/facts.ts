import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { isCurrency } from "@/lib/money";
import { platformByName, platforms } from "@/lib/platforms";
import { listsByApi, type Need, type Platform } from "@/lib/platforms/platform";
import { planFor } from "./files";
import type { Ability, Deviations, Subject } from "./subject";

const abilities: readonly Ability[] = ["listing", "byHand", "sales", "webhook", "stats"];
const about: Record<Exclude<keyof Deviations, "absent">, Ability> = {
  unlisted: "listing",
  busyStore: "listing",
  priceChanges: "listing",
  salesIn: "sales",
  anyPage: "byHand",
};
const order = ["etsy", "gumroad", "payhip"];
const whole = (value: number, least = 1) => Number.isSafeInteger(value) && value >= least;
const link = (text: string) => URL.canParse(text) && new URL(text).protocol === "https:";

/** What an adapter says of its platform without a call. */
export function facts({ platform, deviations }: Subject): void {
  describe("facts", () => {
    for (const ability of abilities) {
      const reason = deviations.absent[ability];
      test(`${ability} is ${reason === undefined ? "there" : `not there [because ${reason}]`}`, () => {
        expect(platform[ability] === undefined).toBe(reason !== undefined);
        expect(reason).not.toBe("");
      });
    }

    test("a deviation is about an ability that is there", () => {
      const idle = Object.entries(about).filter(
        ([name, ability]) => name in deviations && !platform[ability],
      );
      expect(idle).toEqual([]);
    });

    test("every platform of the registry calls this suite from a file of its own", () => {
      const silent = platforms.filter(({ name }) => !existsSync(`tests/platforms/${name}.contract.test.ts`));
      expect(silent.map(({ name }) => name)).toEqual([]);
    });

    test("it lists in one way and tells of sales in at least one", () => {
      expect([platform.listing, platform.byHand].filter(Boolean)).toHaveLength(1);
      expect([platform.sales, platform.webhook].filter(Boolean)).not.toHaveLength(0);
    });

    test("the registry is in the order of the screens, new ones behind", () => {
      expect(platforms.map(({ name }) => name).slice(0, order.length)).toEqual(order);
      expect(new Set(platforms.map(({ name }) => name)).size).toBe(platforms.length);
    });

    test("the name is that of its folder and of its place in the registry", () => {
      expect(platform.name).toMatch(/^[a-z]+$/);
      expect(existsSync(`lib/platforms/${platform.name}/index.ts`)).toBe(true);
      expect(platformByName(platform.name)).toBe(platform);
      expect(platform.displayName.toLowerCase()).toBe(platform.name);
    });

    test("homepage and API are https addresses, the API's host is one of its own", () => {
      const { hostname, origin, protocol } = new URL(platform.origin);
      expect([protocol, origin]).toEqual(["https:", platform.origin]);
      const own = platform.hosts.some((host) =>
        host.startsWith("*.") ? hostname.endsWith(host.slice(1)) : hostname === host,
      );
      expect(own).toBe(true);
      expect(link(platform.homepage)).toBe(true);
      for (const host of platform.hosts) expect(host).toMatch(/^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+$/);
    });

    test("file and picture limits are whole numbers with an https link", () => {
      const { file, images } = platform.limits;
      expect([file.maxBytes, file.maxNameLength, images.max].every((value) => whole(value))).toBe(true);
      expect([file.link, images.link].every(link)).toBe(true);
      expect(["etsy", "gumroad"]).toContain(images.form);
    });

    test("smallest prices are whole minor units of currencies it sells in", () => {
      const { minPrice, currencies } = platform.limits;
      const known = currencies === "any" ? Object.keys(minPrice) : currencies;
      expect(known.filter((code) => !isCurrency(code))).toEqual([]);
      for (const [code, least] of Object.entries(minPrice))
        expect([code, known.includes(code), whole(least)]).toEqual([code, true, true]);
    });

    test("content rules have an https link and expressions that remember nothing", () => {
      const { title, description, tags } = platform.content;
      for (const rule of [title, description, tags])
        expect([rule.max, link(rule.link)]).toEqual([rule.max, true]);
      expect([title.max, description.max, tags.max, tags.minLength].every((value) => whole(value))).toBe(
        true,
      );
      expect(tags.maxLength).toBeGreaterThan(tags.minLength);
      for (const { flags } of [title.reject, tags.reject]) expect(flags).not.toMatch(/[gy]/);
    });

    test("every bucket of the budget has whole windows, and every need has its bucket", async () => {
      for (const { perSecond, windows } of Object.values(platform.budget)) {
        expect(perSecond === null || perSecond > 0).toBe(true);
        for (const { seconds, limit } of windows)
          expect([whole(seconds), whole(limit)]).toEqual([true, true]);
        expect(perSecond !== null || windows.length > 0).toBe(true);
      }
      for (const need of await needsOf(platform))
        for (const [bucket, calls] of Object.entries(need))
          expect([bucket, bucket in platform.budget, whole(calls, 0)]).toEqual([bucket, true, true]);
    });

    test("the table of fees has a day, an https link and whole parts", () => {
      const { asOf, link: source, currency, sources } = platform.fees;
      expect(asOf).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      expect(new Date(`${asOf}T00:00:00Z`).toISOString().slice(0, 10)).toBe(asOf);
      expect([link(source), isCurrency(currency), sources.length > 0]).toEqual([true, true, true]);
      expect(new Set(sources.map(({ name }) => name)).size).toBe(sources.length);
      for (const { basisPoints, fixed } of sources.flatMap(({ parts }) => parts)) {
        expect([whole(basisPoints, 0), whole(fixed, 0)]).toEqual([true, true]);
        expect(basisPoints).toBeLessThan(10_000);
      }
    });

    test("what publishing costs and what must be shown are sentences or null", () => {
      expect(platform.isFree).toBe(platform.publishCost === null);
      for (const words of [platform.publishCost, platform.notice])
        expect(words === null || words.length > 10).toBe(true);
    });

    test("refused rights name their clause and an https link", () => {
      for (const refused of Object.values(platform.refusedRights))
        expect([refused.clause.length > 20, link(refused.link)]).toEqual([true, true]);
      expect(platform.refusedRights).not.toHaveProperty("own_work");
    });

    test("the fields to paste have names of their own and say where they are found", () => {
      if (platform.access.kind === "none") return;
      const { fields } = platform.access;
      expect(new Set(fields.map(({ name }) => name)).size).toBe(fields.length);
      for (const { name, label, help } of fields)
        expect([name, label.length > 0, help.length > 0]).toEqual([
          expect.stringMatching(/^[a-z_]+$/),
          true,
          true,
        ]);
      expect(fields.some(({ secret }) => secret)).toBe(true);
    });
  });
}

async function needsOf(platform: Platform): Promise<Need[]> {
  const plan = await planFor(platform);
  const steps = ["create", "upload", "enrich", "publish", "verify", "price"] as const;
  return [
    ...(listsByApi(platform) ? steps.map((step) => platform.listing.need(step, plan)) : []),
    ...(platform.sales ? [platform.sales.need] : []),
    ...(platform.stats ? [platform.stats.need(platform.stats.batch)] : []),
  ];
}
