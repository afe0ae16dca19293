import { expect, it } from "vitest";
import { differences } from "@/lib/agent/differences";
import type { RemoteListing } from "@/lib/platforms/platform";
import { live, plan } from "./one-turn";

const file = { name: "m.pdf", size: 100 };

it.each<[string, Partial<RemoteListing>, string[]]>([
  ["as planned", {}, []],
  ["with other spaces in its title", { title: "  Manual \n 1 " }, []],
  ["with another title", { title: "Manual 2" }, ["the title is “Manual 2”"]],
  ["with its words run together", { title: "Manual1" }, ["the title is “Manual1”"]],
  ["of another price", { price: { amount: 1300, currency: "USD" } }, ["the price differs"]],
  ["of another currency", { price: { amount: 1299, currency: "EUR" } }, ["the price differs"]],
  ["without a price", { price: null }, ["the price differs"]],
  ["without a file", { files: [] }, ["the file is missing"]],
  ["with two files", { files: [file, file] }, ["there are 2 files"]],
  ["with another file", { files: [{ ...file, size: 99 }] }, ["the file has another size"]],
  ["with a file of untold size", { files: [{ ...file, size: null }] }, []],
  ["without a picture", { imageCount: 0 }, ["there is no picture"]],
  ["with fewer pictures than planned", { imageCount: 1 }, []],
  [
    "empty",
    { title: "", price: null, files: [], imageCount: 0 },
    ["the title is “”", "the price differs", "the file is missing", "there is no picture"],
  ],
])("a remote listing %s", (_name, change, wrong) => {
  expect(differences({ ...live, ...change }, plan)).toEqual(wrong);
});

it("a title that is spelt with other code points is the same title", () => {
  const composed = { ...plan, title: "Caf\u00e9" };
  expect(differences({ ...live, title: "Cafe\u0301" }, composed)).toEqual([]);
  expect(differences({ ...live, title: "Caf\u00e9" }, { ...plan, title: "Cafe\u0301" })).toEqual([]);
  expect(differences({ ...live, title: "Cafe" }, composed)).toHaveLength(1);
});
