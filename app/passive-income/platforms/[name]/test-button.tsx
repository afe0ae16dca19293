"use client";

import { PlugZap } from "lucide-react";
import * as z from "zod/mini";
import { Button } from "../../_ui/button";
import { sayDone, sayProblem } from "../../_ui/say";
import { useSend } from "../../_ui/use-send";

const reply = z.object({ message: z.string(), status: z.string(), error: z.nullable(z.string()) });

/** Checks the stored keys with calls that change nothing. */
export function TestButton({ id }: { id: number }) {
  const { busy, run } = useSend();
  async function test() {
    const answer = await run("POST", `platforms/${id}/configure`, {});
    const found = answer.ok ? z.safeParse(reply, answer.body).data : undefined;
    if (!found) return;
    if (found.status === "verified") sayDone(found.message);
    else sayProblem(found.error ?? found.message);
  }
  return (
    <Button size="sm" disabled={busy} onClick={() => void test()}>
      <PlugZap aria-hidden />
      {busy ? "Testing" : "Test"}
    </Button>
  );
}
