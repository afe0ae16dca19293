import { mkdir, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { askHolder, holdLock } from "@/db/lock";
import { AppError } from "@/lib/errors";
import { script, tempFolder } from "./processes";

describe("the lock of a data folder", () => {
  test("a second holder is refused with the folder and the process that has it", async () => {
    const folder = await tempFolder();
    const lock = await holdLock(folder);
    const second = holdLock(folder);
    await expect(second).rejects.toMatchObject({
      kind: "conflict",
      message: expect.stringContaining(folder),
    });
    await expect(second).rejects.toThrow(`(pid ${process.pid})`);
    await lock.release();
    await (await holdLock(folder)).release();
    expect(await readdir(join(folder, "lock"))).toEqual([]);
  });

  test("another process has it; once that is killed, it can be taken at once", async () => {
    const folder = await tempFolder();
    const other = script("hold-lock", folder);
    await other.says(/^held/);
    await expect(holdLock(folder)).rejects.toThrow(`(pid ${other.pid}) is using ${folder}`);
    await other.kill("SIGKILL");
    expect((await readdir(join(folder, "lock"))).length).toBe(1);
    const before = performance.now();
    const lock = await holdLock(folder);
    expect(performance.now() - before).toBeLessThan(1_000);
    expect((await readdir(join(folder, "lock"))).length).toBe(1);
    await lock.release();
  });

  test("a holder that is stopped, and so cannot answer, still has it", async () => {
    const folder = await tempFolder();
    const other = script("hold-lock", folder);
    await other.says(/^held/);
    process.kill(other.pid, "SIGSTOP");
    await expect(holdLock(folder)).rejects.toMatchObject({
      kind: "conflict",
      message: /^Another process is using/,
    });
    await expect(askHolder(folder, { name: "x", args: null })).rejects.toMatchObject({ kind: "unavailable" });
  });

  test("of six processes that start at the same moment after a crash, exactly one gets it", async () => {
    const folder = await tempFolder();
    const dead = script("hold-lock", folder);
    await dead.says(/^held/);
    await dead.kill("SIGKILL");
    const startAt = String(Date.now() + 3_000);
    const racers = Array.from({ length: 6 }, () => script("hold-lock", folder, startAt));
    const results = await Promise.all(racers.map((racer) => racer.says(/^(held|refused)/)));
    expect(results.filter((line) => line === "held").length, results.join("\n")).toBe(1);
    expect(results.filter((line) => line.startsWith("refused: Another process (pid")).length).toBe(5);
  });

  test("of many at once in one process, exactly one gets it, every time", async () => {
    const folder = await tempFolder();
    for (let round = 0; round < 10; round++) {
      const results = await Promise.allSettled(Array.from({ length: 8 }, () => holdLock(folder)));
      const held = results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
      expect(held.length).toBe(1);
      await held[0]?.release();
    }
  });

  test("only this user may connect", async () => {
    const folder = await tempFolder();
    const lock = await holdLock(folder);
    const [name = ""] = await readdir(join(folder, "lock"));
    expect((await stat(join(folder, "lock"))).mode & 0o777).toBe(0o700);
    expect((await stat(join(folder, "lock", name))).mode & 0o777).toBe(0o600);
    await lock.release();
  });

  test("a folder whose path is longer than a socket's may be", async () => {
    const folder = join(await tempFolder(), "a-rather-long-name".repeat(10));
    await mkdir(folder);
    const lock = await holdLock(folder, async () => "here");
    await expect(holdLock(folder)).rejects.toMatchObject({ kind: "conflict" });
    expect(await askHolder(folder, { name: "hello", args: null })).toBe("here");
    await lock.release();
    expect(await askHolder(folder, { name: "hello", args: null })).toBeNull();
  });
});

describe("the door for commands", () => {
  test("another process answers a command with its arguments", async () => {
    const folder = await tempFolder();
    const other = script("hold-lock", folder);
    await other.says(/^held/);
    const command = { name: "sign-in-link", args: { email: "é@example.org" } };
    expect(await askHolder(folder, command)).toEqual({ heard: command, by: other.pid });
  });

  test("nobody there, not even the folder: null", async () => {
    const folder = await tempFolder();
    expect(await askHolder(folder, { name: "x", args: null })).toBeNull();
    expect(await readdir(folder)).toEqual([]);
  });

  test("an error of the holder arrives with its kind and sentence", async () => {
    const folder = await tempFolder();
    const lock = await holdLock(folder, async () => {
      throw new AppError("not_found", "There is no such user.");
    });
    const asking = askHolder(folder, { name: "x", args: null });
    await expect(asking).rejects.toMatchObject({ kind: "not_found", message: "There is no such user." });
    await lock.release();
  });

  test("a large answer and many questions at once", async () => {
    const folder = await tempFolder();
    const lock = await holdLock(folder, async ({ args }) => [args, "x".repeat(300_000)]);
    const answers = await Promise.all([1, 2, 3, 4, 5].map((args) => askHolder(folder, { name: "x", args })));
    expect(answers).toEqual([1, 2, 3, 4, 5].map((n) => [n, "x".repeat(300_000)]));
    await lock.release();
  });

  test("a holder that dies before it answers is reported", async () => {
    const folder = await tempFolder();
    const lock = await holdLock(folder, async () => {
      await lock.release();
      return "too late";
    });
    await expect(askHolder(folder, { name: "x", args: null })).rejects.toMatchObject({ kind: "unavailable" });
  });
});
