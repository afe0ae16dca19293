import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ManualListing } from "@/lib/platforms/by-hand";
import { compose } from "@/lib/seo/compose";
import { planFor } from "./files";
import { openStage, type Stage } from "./stage";
import { because, type Subject } from "./subject";

/** A person makes the listing: what they paste, how the result is known, and what is seen of it. */
export function byHand(subject: Subject): void {
  const { platform, deviations } = subject;
  let stage: Stage;
  let hand: ManualListing;
  beforeAll(async () => {
    stage = await openStage(subject);
    if (!platform.byHand) throw new Error(`${platform.name} has no kit, and no deviation says so`);
    hand = platform.byHand;
  });
  afterAll(() => stage.close());
  const kitOf = async (title: string, price: { amount: number; currency: string }) => {
    const manual = {
      title,
      description: "Part one.\n\nPart two & three.",
      tags: ["pump"],
      pageCount: 9,
      language: "en",
      hasText: true,
    };
    const plan = await planFor(platform, { ...compose(manual, platform.content), price });
    return { plan, kit: hand.fields(plan) };
  };
  const made = async (title: string, price: { amount: number; currency: string }) => {
    const { plan, kit } = await kitOf(title, price);
    const texts = Object.fromEntries(kit.map(({ name, value }) => [name, value]));
    const address = (await stage.market.typeIn?.(texts, price.currency)) ?? "";
    return { plan, address, read: hand.readAddress(address, stage.market.origin) };
  };

  describe("the kit", () => {
    test("stands at the platform's own form, its texts in the order of that form", async () => {
      const response = await fetch(hand.formUrl(stage.market.origin));
      expect(response.status).toBe(200);
      const inputs = [...(await response.text()).matchAll(/ name="([a-z_]+)"/g)].map(([, name]) => name);
      const names = (await kitOf("Pump", { amount: 1999, currency: "USD" })).kit.map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
      const there = names.filter((name) => inputs.includes(name));
      expect(there).toEqual(inputs.filter((name) => names.includes(name ?? "")));
      expect(there.length).toBeGreaterThanOrEqual(3);
    });

    test("has texts that fit, none of them empty, and steps to follow", async () => {
      const { kit } = await kitOf("Pump & Valve ".repeat(60), { amount: 1999, currency: "USD" });
      for (const { name, label, value, max } of kit)
        expect([name, label !== "", value !== "", max === null || value.length <= max]).toEqual([
          expect.stringMatching(/^[a-z_]+$/),
          true,
          true,
          true,
        ]);
      expect(hand.steps.length).toBeGreaterThan(1);
    });

    test.each([
      [1999, "USD"],
      [895, "USD"],
      [995, "EUR"],
      [435, "GBP"],
      [29, "USD"],
      [500, "JPY"],
    ])("typed in by a person, %i %s is on the page, and is read as that", async (amount, currency) => {
      const { plan, read } = await made('Pump & "Valve" <Repair>', { amount, currency });
      const remoteId = read?.remoteId ?? "";
      expect(await stage.market.listings()).toContainEqual(
        expect.objectContaining({ remoteId, title: plan.title, price: { amount, currency } }),
      );
      expect(await hand.look(stage.session, remoteId)).toEqual({
        title: plan.title,
        price: { amount, currency },
      });
    });
  });

  describe("a look at the page", () => {
    test("says null when the platform has no such page, or has it no more", async () => {
      expect(await hand.look(stage.session, "zzzzz")).toBeNull();
      const { read } = await made("Pump", { amount: 1999, currency: "USD" });
      await stage.market.remove?.(read?.remoteId ?? "");
      expect(await hand.look(stage.session, read?.remoteId ?? "")).toBeNull();
    });

    test("sends no credential along", async () => {
      const { session, network } = stage.open();
      await hand.look(session, "zzzzz");
      const secrets = Object.values(stage.credentials);
      expect(network.sent.filter(({ words }) => secrets.some((secret) => words.includes(secret)))).toEqual(
        [],
      );
    });

    test.each(["", "null", "{}", "[]", '{"error":"x"}', "<html><body>Busy</body></html>"])(
      "of %j is an error, never a product without a title",
      async (body) => {
        const { session } = stage.open({ rewrite: () => new Response(body, { status: 200 }) });
        const error = await stage.failureOf(hand.look(session, "AbCd"));
        expect(["unexpected", "unreachable"]).toContain(error.kind);
      },
    );

    test(`of another page with status 200 is an error${because(deviations.anyPage)}`, async () => {
      const { read } = await made("Pump", { amount: 1999, currency: "USD" });
      await stage.market.control("POST", "faults", { kind: "html" });
      const seen = hand.look(stage.session, read?.remoteId ?? "");
      if (deviations.anyPage) expect(await seen).toEqual({ title: deviations.anyPage[0], price: null });
      else expect((await stage.failureOf(seen)).kind).toBe("unexpected");
    });
  });

  // Last: it keeps this thread busy for seconds, and an idle connection to the stand-in would be closed meanwhile.
  describe("an address that is pasted", () => {
    const key = fc.stringMatching(/^[A-Za-z0-9]{2,20}$/);
    const addressOf = (id: string) => hand.addressExample(stage.market.origin).replace(/[^/]+$/, id);

    test("is known in the form that the kit shows, the case of its key kept, whatever is around it", () => {
      const around = fc.constantFrom("", "/", "?utm_source=a&b=c", "#reviews", "/?x=1#y", " ", "\n");
      fc.assert(
        fc.property(key, around, (id, tail) => {
          const own = { remoteId: id, url: addressOf(id) };
          expect(hand.readAddress(` ${addressOf(id)}${tail}`, stage.market.origin)).toEqual(own);
          const real = hand.addressExample(platform.origin).replace(/[^/]+$/, id);
          expect(hand.readAddress(real, stage.market.origin)?.remoteId).toBe(id);
        }),
        { seed: 20_261, numRuns: 300 },
      );
    });

    test("is refused from another host, port or scheme, with a user, or at another path", () => {
      const change = fc.constantFrom(
        (url: URL) => `https://evil.example${url.pathname}`,
        (url: URL) => `https://${url.hostname}.evil.example${url.pathname}`,
        (url: URL) => `https://evil${url.hostname}${url.pathname}`,
        (url: URL) => `https://evil.example/${url.href}`,
        (url: URL) => `https://evil.example?${url.href}`,
        (url: URL) => `https://evil.example\\@${url.hostname}${url.pathname}`,
        (url: URL) => `http://${url.hostname}${url.pathname}`,
        (url: URL) => `ftp://${url.hostname}${url.pathname}`,
        (url: URL) => `javascript:${url.href}`,
        (url: URL) => `${url.protocol}//${url.hostname}:8443${url.pathname}`,
        (url: URL) => `${url.protocol}//ann@${url.host}${url.pathname}`,
        (url: URL) => `${url.protocol}//ann:pass@${url.host}${url.pathname}`,
        (url: URL) => `${url.origin}/x${url.pathname}`,
        (url: URL) => `${url.origin}${url.pathname}/edit`,
        (url: URL) => `${url.origin}${url.pathname}%2Fedit`,
        (url: URL) => `${url.origin}${url.pathname}-x`,
        (url: URL) => url.pathname,
        (url: URL) => `${url.host}${url.pathname}`,
      );
      fc.assert(
        fc.property(key, change, (id, spoil) => {
          const wrong = spoil(new URL(hand.addressExample(platform.origin).replace(/[^/]+$/, id)));
          expect([wrong, hand.readAddress(wrong, platform.origin)]).toEqual([wrong, null]);
        }),
        { seed: 20_261, numRuns: 1_000 },
      );
    });

    test("is nothing, whatever else is pasted", () => {
      const text = fc.oneof(
        fc.string({ maxLength: 300, unit: "binary" }),
        fc.webUrl({ withQueryParameters: true }),
      );
      fc.assert(
        fc.property(text, (pasted) => {
          expect(hand.readAddress(pasted, platform.origin)).toBeNull();
        }),
        { seed: 20_261, numRuns: 1_000 },
      );
    });
  });
}
