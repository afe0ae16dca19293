import { expect, it, vi } from "vitest";
import { AppError, PlatformError } from "@/lib/errors";

it("an error of another copy of this program's code is known by its kind all the same", async () => {
  vi.resetModules();
  const other = await import("@/lib/errors");
  expect(other.AppError).not.toBe(AppError);
  const away = new other.AppError("unavailable", "The database does not answer.");
  const silent = new other.PlatformError("unreachable", "No answer.");
  expect([away instanceof AppError, away instanceof PlatformError]).toEqual([true, false]);
  expect([silent instanceof AppError, silent instanceof PlatformError]).toEqual([false, true]);
  for (const foreign of [
    new Error("x"),
    Object.assign(new Error("x"), { name: "AppError" }),
    null,
    "AppError",
  ])
    expect(foreign instanceof AppError).toBe(false);
});
