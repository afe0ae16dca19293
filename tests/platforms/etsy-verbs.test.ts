import { describe, expect, test } from "vitest";
import { etsy } from "@/lib/platforms/etsy";
import { failureOf, makeJob, makePlan, makeSession, reply, scripted } from "./etsy-support";

const plan = makePlan();
const draft = {
  listing_id: 900,
  title: plan.title,
  description: `${plan.description}\n\nEdition ${plan.key}`,
  tags: plan.tags,
  state: "draft",
};
const pictures = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ listing_image_id: index + 1 }));
const image = () => reply(201, { listing_image_id: 1 });
const file = () => reply(201, { listing_file_id: 7, filename: plan.file.name, size_bytes: plan.file.size });
const pathsOf = (asked: Request[]) =>
  asked.map((request) => `${request.method} ${new URL(request.url).pathname.replace("/v3/application", "")}`);

describe("create", () => {
  test("gives the id of a 201", async () => {
    const { fetch, asked } = scripted(reply(201, { listing_id: 900, state: "draft" }));
    expect(await etsy.listing.create(makeSession({ fetch }), plan)).toEqual({ remoteId: "900" });
    expect(asked[0]?.headers.get("content-type")).toMatch(/^application\/x-www-form-urlencoded/);
  });

  test.each([
    ["a 200 instead of the 201", reply(200, { listing_id: 900 })],
    ["a 201 without an id", reply(201, {})],
    ["a 201 with a page", reply(201, "<html>")],
  ])("is uncertain after %s", async (_name, answer) => {
    const { fetch } = scripted(answer);
    expect((await failureOf(etsy.listing.create(makeSession({ fetch }), plan))).kind).toBe("uncertain");
  });

  test("asks nothing when the price is in another currency than the shop's", async () => {
    const { fetch, asked } = scripted();
    const euros = makePlan({ price: { amount: 500, currency: "EUR" } });
    expect((await failureOf(etsy.listing.create(makeSession({ fetch }), euros))).kind).toBe("refused");
    expect(asked).toHaveLength(0);
  });
});

describe("upload", () => {
  test("sends pictures by rank, then the named file, and notes its id", async () => {
    const { fetch, asked } = scripted(image(), image(), image(), file());
    const job = makeJob(plan, "900");
    await etsy.listing.upload(makeSession({ fetch }), job);
    expect(pathsOf(asked)).toEqual([
      ...Array(3).fill("POST /shops/51234567/listings/900/images"),
      "POST /shops/51234567/listings/900/files",
    ]);
    const forms = await Promise.all(asked.map((request) => request.formData()));
    expect(forms.map((form) => form.get("rank"))).toEqual(["1", "2", "3", "1"]);
    expect(forms[1]?.get("alt_text")).toBe("Page 2 of the guide");
    expect(forms[3]?.get("name")).toBe("pump-repair-guide.pdf");
    const sent = forms[3]?.get("file");
    expect(sent instanceof File && [sent.name, sent.type, sent.size]).toEqual([
      "pump-repair-guide.pdf",
      "application/pdf",
      plan.file.size,
    ]);
    expect(job.notes).toEqual({ listing_file_id: 7, file_sha256: plan.file.sha256 });
  });

  test("cuts a picture's text at 500 characters, never inside one", async () => {
    const [first] = plan.images;
    const long = makePlan({ images: first ? [{ ...first, alt: "📘".repeat(600) }] : [] });
    const { fetch, asked } = scripted(image(), file());
    await etsy.listing.upload(makeSession({ fetch }), makeJob(long, "900"));
    expect((await asked[0]?.formData())?.get("alt_text")).toBe("📘".repeat(500));
  });

  test("reads first when it is not fresh, and sends only what is missing", async () => {
    const { fetch, asked } = scripted(
      reply(200, { ...draft, images: pictures(2) }),
      reply(200, { count: 0, results: [] }),
      image(),
      file(),
    );
    await etsy.listing.upload(makeSession({ fetch }), makeJob(plan, "900", false));
    expect(pathsOf(asked)).toEqual([
      "GET /listings/900",
      "GET /shops/51234567/listings/900/files",
      "POST /shops/51234567/listings/900/images",
      "POST /shops/51234567/listings/900/files",
    ]);
    expect((await asked[2]?.formData())?.get("rank")).toBe("3");
  });

  test("sends nothing when everything is there, and notes the file's id", async () => {
    const there = { listing_file_id: 7, filename: plan.file.name, size_bytes: plan.file.size };
    const { fetch, asked } = scripted(
      reply(200, { ...draft, images: pictures(3) }),
      reply(200, { count: 1, results: [there] }),
    );
    const job = makeJob(plan, "900", false);
    await etsy.listing.upload(makeSession({ fetch }), job);
    expect(asked).toHaveLength(2);
    expect(job.notes).toEqual({ listing_file_id: 7, file_sha256: plan.file.sha256 });
  });

  test.each([
    ["another size", { filename: plan.file.name, size_bytes: plan.file.size - 1 }],
    ["another name", { filename: "other.pdf", size_bytes: plan.file.size }],
  ])("does not take a file of %s for ours, and removes it when ours is there", async (_name, other) => {
    const { fetch, asked } = scripted(
      reply(200, { ...draft, images: pictures(3) }),
      reply(200, { count: 1, results: [{ listing_file_id: 6, ...other }] }),
      file(),
      reply(204, null),
    );
    await etsy.listing.upload(makeSession({ fetch }), makeJob(plan, "900", false));
    expect(pathsOf(asked).slice(2)).toEqual([
      "POST /shops/51234567/listings/900/files",
      "DELETE /shops/51234567/listings/900/files/6",
    ]);
  });

  test("sends a file again whose content changed under the same name and size", async () => {
    const there = { listing_file_id: 6, filename: plan.file.name, size_bytes: plan.file.size };
    const { fetch, asked } = scripted(
      reply(200, { ...draft, images: pictures(3) }),
      reply(200, { count: 1, results: [there] }),
      file(),
      reply(204, null),
    );
    const job = makeJob(plan, "900", false, { listing_file_id: 6, file_sha256: "1".repeat(64) });
    await etsy.listing.upload(makeSession({ fetch }), job);
    expect(
      pathsOf(asked)
        .slice(2)
        .map((path) => path.split(" ")[0]),
    ).toEqual(["POST", "DELETE"]);
    expect(job.notes).toEqual({ listing_file_id: 7, file_sha256: plan.file.sha256 });
  });

  test.each([
    ["title", { title: "Another title" }],
    ["description", { description: "Another text" }],
    ["tags", { tags: ["other"] }],
  ])("brings a %s that differs up to date with one call", async (_name, other) => {
    const there = { listing_file_id: 7, filename: plan.file.name, size_bytes: plan.file.size };
    const { fetch, asked } = scripted(
      reply(200, { ...draft, ...other, images: pictures(3) }),
      reply(200, { count: 1, results: [there] }),
      reply(200, draft),
    );
    await etsy.listing.upload(makeSession({ fetch }), makeJob(plan, "900", false));
    expect(pathsOf(asked).slice(2)).toEqual(["PATCH /shops/51234567/listings/900"]);
    const sent = new URLSearchParams(await asked[2]?.text());
    expect(Object.fromEntries(sent)).toEqual({
      title: plan.title,
      description: draft.description,
      tags: plan.tags.join(","),
    });
  });

  test("stops at the first picture whose answer is lost", async () => {
    const { fetch, asked } = scripted(image(), new Error("socket hang up"));
    const error = await failureOf(etsy.listing.upload(makeSession({ fetch }), makeJob(plan, "900")));
    expect([error.kind, asked.length]).toEqual(["uncertain", 2]);
  });
});

describe("read", () => {
  test("is null when Etsy says there is no such listing", async () => {
    const { fetch, asked } = scripted(reply(404, { error: "Resource not found" }));
    expect(await etsy.listing.read(makeSession({ fetch }), "900", plan)).toBeNull();
    expect(asked).toHaveLength(1);
  });

  test("is no proof of absence when only the files are missing", async () => {
    const { fetch } = scripted(reply(200, draft), reply(404, { error: "Resource not found" }));
    expect((await failureOf(etsy.listing.read(makeSession({ fetch }), "900", plan))).kind).toBe("unexpected");
  });

  test("lets no id into the address that is no number", async () => {
    const { fetch, asked } = scripted();
    const error = await failureOf(etsy.listing.read(makeSession({ fetch }), "9/../8", plan));
    expect([error.kind, asked.length]).toEqual(["unexpected", 0]);
  });
});

describe("publish", () => {
  test("orders the state and nothing else", async () => {
    const { fetch, asked } = scripted(reply(200, { ...draft, state: "active" }));
    await etsy.listing.publish(makeSession({ fetch }), "900", plan);
    expect(pathsOf(asked)).toEqual(["PATCH /shops/51234567/listings/900"]);
    expect(await asked[0]?.text()).toBe("state=active");
  });

  test("does not believe a 200 whose listing is still a draft", async () => {
    const { fetch } = scripted(reply(200, draft));
    const error = await failureOf(etsy.listing.publish(makeSession({ fetch }), "900", plan));
    expect([error.kind, error.message]).toEqual([
      "unexpected",
      "Etsy took the order to publish, but the listing is draft.",
    ]);
  });
});

describe("removeDraft", () => {
  test("deletes a draft", async () => {
    const { fetch, asked } = scripted(reply(200, draft), reply(204, null));
    await etsy.listing.removeDraft(makeSession({ fetch }), "900");
    expect(pathsOf(asked)).toEqual(["GET /listings/900", "DELETE /listings/900"]);
  });

  test.each([
    ["before", [reply(404, "")]],
    ["meanwhile", [reply(200, draft), reply(404, "")]],
  ])("is content with a draft that went %s", async (_name, answers) => {
    const { fetch } = scripted(...answers);
    await etsy.listing.removeDraft(makeSession({ fetch }), "900");
  });

  test.each(["active", "inactive", "sold_out", "something new"])(
    "never deletes a listing that is %s",
    async (state) => {
      const { fetch, asked } = scripted(reply(200, { ...draft, state }));
      expect((await failureOf(etsy.listing.removeDraft(makeSession({ fetch }), "900"))).kind).toBe("refused");
      expect(asked).toHaveLength(1);
    },
  );

  test("is refused, not a broken connection, when the token lacks listings_d", async () => {
    const scope = { error: "insufficient_scope", error_description: "Insufficient scope" };
    const { fetch } = scripted(reply(200, draft), reply(403, scope));
    expect((await failureOf(etsy.listing.removeDraft(makeSession({ fetch }), "900"))).kind).toBe("refused");
  });
});
