import { notFound } from "next/navigation";
import { cache } from "react";
import { getDb } from "@/db/client";
import { readShell } from "@/db/queries/shell";
import { AppError } from "@/lib/errors";
import { requireUser } from "@/lib/session";
import type { Clock } from "./when";

/** Shared by the layout and the page of one request. */
export const requestNow = cache(() => new Date());

export const shell = cache(async () => readShell(await getDb(), requestNow()));

/** The signed-in person, and whether they may change anything. */
export const viewer = cache(async () => {
  const user = await requireUser();
  return { ...user, canEdit: user.role !== "viewer" };
});

export async function clock(): Promise<Clock> {
  return { now: requestNow(), timeZone: (await shell()).timeZone };
}

export type SearchParams = Promise<Record<string, string | string[] | undefined>>;

/** The first value of each search parameter; empty ones are left out. */
export async function readParams(params: SearchParams): Promise<Record<string, string>> {
  const entries = Object.entries(await params).flatMap(([name, value]) => {
    const first = Array.isArray(value) ? value[0] : value;
    return first ? [[name, first] as const] : [];
  });
  return Object.fromEntries(entries);
}

/** An id out of an address; anything else is a page that is not here. */
export async function readId(params: Promise<{ id: string }>): Promise<number> {
  const { id } = await params;
  if (!/^[1-9]\d{0,8}$/.test(id)) notFound();
  return Number(id);
}

/** A page of a list; null when its cursor cannot be read, so that the screen goes back to the first page. */
export async function pageOrNull<T>(load: () => Promise<T>): Promise<T | null> {
  try {
    return await load();
  } catch (error) {
    if (error instanceof AppError && error.kind === "malformed") return null;
    throw error;
  }
}

/** The address of a screen with some search parameters changed; empty ones disappear. */
export function withParams(path: string, params: Record<string, string | undefined>): string {
  const kept = Object.entries(params).flatMap(([name, value]) => (value ? [[name, value]] : []));
  const query = new URLSearchParams(kept).toString().replaceAll("%2C", ",");
  return query ? `${path}?${query}` : path;
}
