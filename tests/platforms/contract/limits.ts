import { afterAll, beforeAll, expect, test } from "vitest";
import type { Plan } from "@/lib/platforms/platform";
import { compose, type ManualTexts } from "@/lib/seo/compose";
import { planFor } from "./files";
import { arrived, expectOnSale, theOne } from "./journey";
import { openStage, type Stage } from "./stage";
import type { Subject } from "./subject";

const facts = { pageCount: 5_000, language: "en", hasText: true };
/** Manuals that want more than any platform gives. */
const greedy: [name: string, texts: ManualTexts][] = [
  ["nothing but its pages", { ...facts, title: "", description: "", tags: [] }],
  [
    "too much of everything",
    {
      ...facts,
      title: "Pump & Valve: Repair + Service, 100% complete & checked: ".repeat(12),
      description: Array.from({ length: 900 }, (_, n) => `Chapter ${n}. ${"Turn it. ".repeat(40)}`).join(
        "\n\n",
      ),
      tags: Array.from({ length: 60 }, (_, n) => `a long wish for pump number ${n}`),
    },
  ],
  [
    "signs that are refused",
    {
      ...facts,
      title: "\u{1F4D8} Gr\u00f6\u00dfe $5 ^`~ \u0130stanbul\u2122 <b>Pump</b>\n& \u0000",
      description: "<script>alert(1)</script>\r\n\r\nEdition m000001-p1-g1\u0000 \ud800",
      tags: ["#pump", "-valve", "'tis", "a,b", "50%", "\u0130\u0130", "pump", "PUMP"],
    },
  ],
];

/** What is just within the platform's limits is taken as it is, and what compose makes always is. */
export function limits(subject: Subject): void {
  const { platform } = subject;
  const { title, tags, description } = platform.content;
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage(subject);
  });
  afterAll(() => stage.close());

  const fullest: Partial<Plan> = {
    title: "M".repeat(title.max),
    tags: Array.from({ length: tags.max }, (_, n) => `${"m".repeat(tags.maxLength - 2)}${n + 10}`),
    description: "m".repeat(description.max),
  };
  const shortest: Partial<Plan> = { tags: ["mmm".slice(0, tags.minLength)], description: "m" };

  test.each([
    ["longest", fullest],
    ["shortest", shortest],
  ])("the %s texts within the limits are taken as they are", async (_name, change) => {
    const travel = await arrived(stage, await planFor(platform, change));
    await expectOnSale(stage, travel);
    expect((await theOne(stage, travel.plan)).row.tags).toEqual(travel.plan.tags);
  });

  test.each(greedy)("what compose makes of a manual with %s is taken as it is", async (_name, texts) => {
    const travel = await arrived(stage, await planFor(platform, compose(texts, platform.content)));
    await expectOnSale(stage, travel);
    expect((await theOne(stage, travel.plan)).row.tags).toEqual(travel.plan.tags);
  });

  test("as many pictures as the platform shows are taken, in their order", async () => {
    const plan = await planFor(platform);
    const { max } = platform.limits.images;
    const images = Array.from({ length: max }, (_, n) => plan.images[n % 2]).flatMap((one) => one ?? []);
    await expectOnSale(stage, await arrived(stage, { ...plan, images }));
  });

  test("a file's name as long as the platform takes is kept", async () => {
    const plan = await planFor(platform);
    const name = `${"m".repeat(platform.limits.file.maxNameLength - 4)}.pdf`;
    await expectOnSale(stage, await arrived(stage, { ...plan, file: { ...plan.file, name } }));
  });
}
