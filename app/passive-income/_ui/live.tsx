"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import * as z from "zod/mini";
import { send } from "./api";
import { sayDone, sayProblem } from "./say";

/** The run that the screen shows. */
export interface ShownRun {
  id: number;
  status: string;
  done: number;
  total: number;
  error: string | null;
  listed: number;
  actions: number;
}

const polledRun = z.object({
  id: z.number(),
  status: z.string(),
  progress: z.object({ done: z.number(), total: z.number() }),
});
const polled = z.union([
  z.array(polledRun),
  z.pipe(
    polledRun,
    z.transform((run) => [run]),
  ),
]);

/**
 * Keeps the screen true while something goes on: every 2 s while a run is open or a manual is being read, else every
 * 5 s, it reads the screen again if the run that it shows is no longer the newest truth. Never in a hidden tab.
 */
export function Live({ run, reading }: { run: ShownRun | null; reading: boolean }) {
  const router = useRouter();
  const followed = useRef<number | null>(null);
  const open = run !== null && isOpen(run.status);
  const shown = run === null ? "" : keyOf(run.id, run.status, run.done, run.total);

  useEffect(() => {
    if (run === null) return;
    if (isOpen(run.status)) followed.current = run.id;
    else if (followed.current === run.id) {
      followed.current = null;
      announce(run);
    }
  }, [run]);

  const id = open ? run.id : null;
  useEffect(() => {
    const look = async () => {
      if (document.hidden) return;
      const answer = await send("GET", id === null ? "agent/runs?limit=1" : `agent/runs/${id}`);
      const runs = answer.ok ? z.safeParse(polled, answer.body).data : undefined;
      if (!runs) return;
      const [now] = runs;
      const truth = now ? keyOf(now.id, now.status, now.progress.done, now.progress.total) : "";
      if (reading || truth !== shown) router.refresh();
    };
    const timer = setInterval(() => void look(), id !== null || reading ? 2000 : 5000);
    return () => clearInterval(timer);
  }, [id, shown, reading, router]);
  return null;
}

function isOpen(status: string): boolean {
  return status === "running" || status === "queued";
}

function keyOf(id: number, status: string, done: number, total: number): string {
  return [id, status, done, total].join(" ");
}

function announce({ status, error, listed, actions }: ShownRun) {
  if (status === "failed") return sayProblem(error ?? "The run failed.");
  const did = listed > 0 ? `Listed ${listed}` : "Nothing new was listed";
  const needs = actions > 0 ? `, ${actions} ${actions === 1 ? "needs" : "need"} you` : "";
  sayDone(`Agent finished. ${did}${needs}.`);
}
