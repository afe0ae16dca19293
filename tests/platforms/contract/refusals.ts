import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Plan } from "@/lib/platforms/platform";
import { planFor } from "./files";
import { arrived, booked, journey, listingOf } from "./journey";
import { emptyStorage, openStage, type Stage } from "./stage";
import type { Subject } from "./subject";

/** What the platform's own rules turn away comes back as a refusal that names our field, and leaves nothing behind. */
export function refusals(subject: Subject): void {
  const { platform } = subject;
  const { title, tags } = platform.content;
  const least = platform.limits.minPrice.USD ?? 1;
  const foreign = platform.limits.currencies === "any" ? "EUR" : "SEK";
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage(subject);
  });
  afterAll(() => stage.close());

  describe("create refuses, with the field:", () => {
    const cases: [name: string, field: string, change: Partial<Plan>][] = [
      ["no title", "title", { title: "" }],
      ["a title one sign too long", "title", { title: "M".repeat(title.max + 1) }],
      ["a tag one sign too long", "tags", { tags: ["m".repeat(tags.maxLength + 1)] }],
      ["a tag that is there twice", "tags", { tags: ["pump", "valve", "pump"] }],
      ["a price one cent too low", "price", { price: { amount: least - 1, currency: "USD" } }],
      [
        `a price in ${foreign}, which it cannot sell in`,
        "price",
        { price: { amount: 1999, currency: foreign } },
      ],
    ];
    test.each(cases)("%s (%s)", async (_name, field, change) => {
      const plan = await planFor(platform, change);
      const error = await stage.failureOf(listingOf(platform).create(stage.session, plan));
      expect([error.kind, error.details.field]).toEqual(["refused", field]);
      expect(await booked(stage, plan)).toEqual([]);
    });
  });

  test(`price refuses ${foreign}, which it cannot sell in, and changes nothing`, async () => {
    const { plan, remoteId } = await arrived(stage, await planFor(platform));
    const other = { ...plan, price: { amount: 1999, currency: foreign } };
    const before = await booked(stage, plan);
    const error = await stage.failureOf(listingOf(platform).price(stage.session, remoteId, other));
    expect([error.kind, error.details.field]).toEqual(["refused", "price"]);
    expect(await booked(stage, plan)).toEqual(before);
  });

  test("upload refuses a file that is missing from our storage (file)", async () => {
    const travel = journey(platform, await planFor(platform, { images: [], thumbnail: null }));
    await travel.go(stage.session, "create");
    const error = await stage.failureOf(travel.go(stage.open({ storage: emptyStorage }).session));
    expect([error.kind, error.details.field]).toEqual(["refused", "file"]);
  });
}
