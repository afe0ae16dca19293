import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files that take longest, so that no worker is left alone with one at the end. */
const longest = [
  "tests/http/real-manuals",
  "tests/crash/",
  "tests/demo/",
  "tests/browser/",
  "tests/agent/real-limits",
  "tests/http/platform-trouble",
  "tests/import/command",
  "tests/qstash/",
  "tests/platforms/",
];

/** The longest files first, the others as vitest orders them. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const found = longest.findIndex((path) => moduleId.includes(path));
      return found === -1 ? longest.length : found;
    };
    const usual = await super.sort(files);
    return usual.toSorted((a, b) => rank(a) - rank(b));
  }
}
