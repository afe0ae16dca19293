import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { planFor } from "./files";
import { arrived } from "./journey";
import { openStage, type Stage } from "./stage";
import type { Subject } from "./subject";
import { verbsOf } from "./verbs";

/** Credentials that are wrong or were taken back: only a person can mend them, whatever was asked. */
export function connection(subject: Subject): void {
  let stage: Stage;
  beforeEach(async () => {
    stage = await openStage(subject);
  });
  afterEach(() => stage.close());

  const fields = subject.platform.access.kind === "token" ? subject.platform.access.fields : [];

  test("tells the account's name, and its currency where it can be asked", () => {
    expect(stage.account?.name).toMatch(/\S/);
    expect(stage.account?.currency).toMatch(subject.platform.listing ? /^[A-Z]{3}$/ : /^$/);
  });

  describe("is auth_expired", () => {
    const wrong = [
      "",
      " ",
      "wrong",
      "71234567.wrong",
      "two words",
      "line\nbreak",
      "gr\u00fcn",
      "../users/me",
    ];
    const checked = fields.filter(({ name }) => !["refresh_token", "expires_at"].includes(name));
    for (const { name } of checked)
      test.each(wrong)(`with ${name} %j`, async (value) => {
        if (subject.platform.access.kind === "none") return;
        const { session } = stage.open({ credentials: { ...stage.credentials, [name]: value } });
        const error = await stage.failureOf(subject.platform.access.verify(session));
        expect(error.kind).toBe("auth_expired");
      });

    test("for every verb once the credentials were taken back", async () => {
      const plan = await planFor(subject.platform);
      const remoteId = subject.platform.listing ? (await arrived(stage, plan)).remoteId : "none";
      await stage.market.revoke(stage.credentials);
      for (const { name, act } of verbsOf(stage, plan, remoteId).filter(({ name }) => name !== "look")) {
        const error = await stage.failureOf(act(stage.open().session));
        expect([name, error.kind]).toEqual([name, "auth_expired"]);
      }
    });
  });
}
