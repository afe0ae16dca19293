import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeVault } from "@/lib/vault";

const key = (fill: number) => new Uint8Array(32).fill(fill);
const old = makeVault([{ id: "k1", key: key(1) }]);
const rotated = makeVault([
  { id: "k2", key: key(2) },
  { id: "k1", key: key(1) },
]);
const values = { api_token: "tok_secret_value" };
const failure = /cannot be decrypted/;

describe("the vault", () => {
  it("gives back what was sealed, and never the same text twice", async () => {
    const record = fc.dictionary(fc.string(), fc.string(), { maxKeys: 5, noNullPrototype: true });
    await fc.assert(
      fc.asyncProperty(record, async (given) => {
        const plain = { ...given };
        const [one, two] = [
          await old.seal(plain, "credentials:etsy"),
          await old.seal(plain, "credentials:etsy"),
        ];
        expect(one).not.toBe(two);
        expect(Object.entries(await old.open(one, "credentials:etsy"))).toEqual(
          Object.entries(JSON.parse(JSON.stringify(plain))),
        );
      }),
      { seed: 3, numRuns: 50 },
    );
  });

  it("refuses a text that was moved to another row", async () => {
    const sealed = await old.seal(values, "credentials:etsy");
    await expect(old.open(sealed, "credentials:gumroad")).rejects.toThrow(failure);
  });

  it("reads old texts after a new key came in front, and writes with the new one", async () => {
    expect(await rotated.open(await old.seal(values, "c"), "c")).toEqual(values);
    await expect(old.open(await rotated.seal(values, "c"), "c")).rejects.toThrow(failure);
  });

  it("refuses a text of which any character was changed", async () => {
    const sealed = await old.seal(values, "c");
    for (let at = 0; at < sealed.length; at += 1) {
      const other = sealed[at] === "A" ? "Q" : "A";
      const changed = sealed.slice(0, at) + other + sealed.slice(at + 1);
      const opened = await old.open(changed, "c").catch(() => null);
      // The last character of a part may carry bits that mean nothing; then nothing was changed.
      if (opened !== null) expect(opened).toEqual(values);
    }
    for (const broken of ["", "x", sealed.slice(0, -8), `${sealed}AAAA`, sealed.replace(/^[^.]+/, "e30")]) {
      await expect(old.open(broken, "c")).rejects.toThrow(failure);
    }
  });

  it("says nothing about the text when it fails", async () => {
    const sealed = await old.seal(values, "c");
    const error = await old.open(sealed, "d").catch((thrown) => thrown);
    expect(JSON.stringify([error, error.message, error.stack])).not.toContain("tok_secret");
  });
});
