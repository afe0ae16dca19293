import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AppError } from "@/lib/errors";
import { readMultipart } from "@/lib/multipart";
import { folderStorage, measure } from "@/lib/storage";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "storage-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));
const kindOf = (promise: Promise<unknown>) =>
  promise.then(
    () => "none",
    (error: unknown) => (error instanceof AppError ? error.kind : String(error)),
  );

describe("files in storage", () => {
  it.each([
    "../secret",
    "a/../../b",
    "/etc/passwd",
    "A.pdf",
    "",
    "a\u0000b",
    "..",
    "~/x",
    "a b",
    ".hidden",
    "a\\b",
  ])("the key %j leads nowhere", async (key) => {
    writeFileSync(join(dir, "secret"), "s");
    const storage = folderStorage(join(dir, "files"));
    expect(await kindOf(storage.open(key))).toBe("not_found");
    expect(await kindOf(storage.take(key, join(dir, "secret")).then(() => "taken"))).toBe("not_found");
  });

  it("takes a file over, replaces it at once, and says when it is gone", async () => {
    const storage = folderStorage(join(dir, "files"));
    for (const text of ["first", "second"]) {
      writeFileSync(join(dir, "upload"), text);
      await storage.take("manuals/a.pdf", join(dir, "upload"));
      expect(await (await storage.open("manuals/a.pdf")).text()).toBe(text);
    }
    expect((await measure(await storage.path("manuals/a.pdf"))).size).toBe(6);
    await storage.remove("manuals/a.pdf");
    await storage.remove("manuals/a.pdf");
    expect(await kindOf(storage.path("manuals/a.pdf"))).toBe("not_found");
    expect(await kindOf(storage.path("manuals"))).toBe("not_found");
  });
});

describe("a multipart body", () => {
  const form = (files: [string, string][], fields: [string, string][] = []) => {
    const body = new FormData();
    for (const [name, value] of fields) body.set(name, value);
    for (const [name, text] of files) body.append("file", new File([text], name));
    return new Request("http://localhost/", { method: "POST", body });
  };

  it("is read into fields and one file, with its size and hash", async () => {
    const read = await readMultipart(form([["a/../Größe 1.pdf", "%PDF"]], [["title", "Ä"]]), dir, 100);
    expect(read.fields).toEqual({ title: "Ä" });
    expect(read.file).toMatchObject({ field: "file", name: "Größe 1.pdf", size: 4 });
    expect(readFileSync(read.file?.path ?? "", "utf8")).toBe("%PDF");
    expect(read.file?.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it("may have no file", async () => {
    expect((await readMultipart(form([], [["title", "x"]]), dir, 100)).file).toBeNull();
  });

  it("with two files is refused", async () => {
    const two = form([
      ["a.pdf", "x".repeat(50)],
      ["b.pdf", "y".repeat(50)],
    ]);
    expect(await kindOf(readMultipart(two, dir, 100))).toBe("malformed");
  });

  it("with a file over the limit is refused, one at the limit is not", async () => {
    expect(await kindOf(readMultipart(form([["a.pdf", "x".repeat(101)]]), dir, 100))).toBe("invalid");
    expect(await kindOf(readMultipart(form([["a.pdf", "x".repeat(100)]]), dir, 100))).toBe("none");
    expect(await kindOf(readMultipart(form([["a.pdf", "x".repeat(3_000_000)]]), dir, 100))).toBe("invalid");
  });

  it.each([0.2, 0.5, 0.9, 0.999])("that breaks off after %d of it is refused", async (share) => {
    const whole = form([["a.pdf", "x".repeat(5_000)]], [["title", "t"]]);
    const type = whole.headers.get("content-type") ?? "";
    const bytes = new Uint8Array(await whole.arrayBuffer());
    const body = bytes.slice(0, Math.floor(bytes.length * share));
    const cut = new Request("http://localhost/", { method: "POST", body, headers: { "content-type": type } });
    expect(await kindOf(readMultipart(cut, dir, 10_000))).toBe("malformed");
  });

  it("whose connection breaks is refused", async () => {
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(
          new TextEncoder().encode(
            '--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nxx',
          ),
        );
        setTimeout(() => controller.error(new Error("socket hang up")), 5);
      },
    });
    const init = {
      method: "POST",
      body,
      duplex: "half",
      headers: { "content-type": "multipart/form-data; boundary=b" },
    };
    expect(await kindOf(readMultipart(new Request("http://localhost/", init), dir, 100))).toBe("malformed");
  });

  it.each(["application/json", "multipart/form-data", "multipart/form-data; boundary="])(
    "of the type %s is refused",
    async (type) => {
      const request = new Request("http://localhost/", {
        method: "POST",
        body: "{}",
        headers: { "content-type": type },
      });
      expect(await kindOf(readMultipart(request, dir, 100))).toBe("malformed");
    },
  );
});
