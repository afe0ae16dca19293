"use client";

import { Pause, Play } from "lucide-react";
import { Button } from "./button";
import { useSend } from "./use-send";

/** Starts a cycle. While one runs it says how far it is, and keeps the focus. */
export function RunAgent({ running, enabled }: { running: string | null; enabled: boolean }) {
  const { busy, run } = useSend();
  const blocked = running !== null || !enabled || busy;
  const why = enabled ? (running ?? "Run agent") : "The agent is paused. Resume it first.";
  return (
    <Button
      variant="primary"
      aria-disabled={blocked}
      title={why}
      className="aria-disabled:cursor-not-allowed aria-disabled:opacity-70"
      onClick={() => {
        if (!blocked) void run("POST", "agent/run", {}, "Agent started.");
      }}
    >
      <Play aria-hidden />
      {running === null ? "Run agent" : `Running, ${running}`}
    </Button>
  );
}

/** The one switch that stops everything. */
export function PauseAgent({ enabled }: { enabled: boolean }) {
  const { busy, run } = useSend();
  return (
    <Button
      variant={enabled ? "ghost" : "outline"}
      disabled={busy}
      onClick={() =>
        void run(
          "PATCH",
          "settings",
          { agent_enabled: !enabled },
          enabled ? "Agent paused. Live listings stay live." : "Agent resumed.",
        )
      }
    >
      {enabled ? <Pause aria-hidden /> : <Play aria-hidden />}
      {enabled ? "Pause" : "Resume"}
    </Button>
  );
}
