"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { toast } from "sonner";
import * as z from "zod/mini";
import { send } from "./api";

const runAnswer = z.object({
  id: z.number(),
  status: z.string(),
  error: z.nullable(z.string()),
  counts: z.object({ listed: z.number(), actions: z.number() }),
});

/**
 * Keeps the screen true while something goes on: every 2 s while a run is open or a manual is being read,
 * else every 10 s it looks whether a run began elsewhere. Never in a hidden tab.
 */
export function Live({ openRun, reading }: { openRun: number | null; reading: boolean }) {
  const router = useRouter();
  const seen = useRef("");
  const followed = useRef<number | null>(null);
  useEffect(() => {
    if (openRun !== null) followed.current = openRun;
    const tick = async () => {
      if (document.hidden) return;
      const id = openRun ?? followed.current;
      const answer = await send("GET", id === null ? "agent/runs?limit=1" : `agent/runs/${id}`);
      if (!answer.ok) return;
      const text = JSON.stringify(answer.body);
      const changed = seen.current !== "" && seen.current !== text;
      seen.current = text;
      const run = z.safeParse(runAnswer, answer.body).data;
      if (run && run.status !== "running" && run.status !== "queued") {
        if (followed.current === run.id) announce(run);
        followed.current = null;
        seen.current = "";
        router.refresh();
      } else if (changed || reading) {
        router.refresh();
      }
    };
    const timer = setInterval(() => void tick(), openRun !== null || reading ? 2000 : 10_000);
    return () => clearInterval(timer);
  }, [openRun, reading, router]);
  return null;
}

function announce({ status, error, counts }: z.infer<typeof runAnswer>) {
  if (status === "failed") {
    toast.error(error ?? "The run failed.");
    return;
  }
  const needs =
    counts.actions > 0 ? `, ${counts.actions} ${counts.actions === 1 ? "needs" : "need"} you` : "";
  toast.success(`Agent finished. Listed ${counts.listed}${needs}.`);
}
