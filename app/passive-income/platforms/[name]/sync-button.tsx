"use client";

import { RefreshCw } from "lucide-react";
import * as z from "zod/mini";
import { Button } from "../../_ui/button";
import { sayDone } from "../../_ui/say";
import { useSend } from "../../_ui/use-send";

const reply = z.object({ message: z.string() });

/** Reads the platform's sales now, as far as one batch goes. */
export function SyncButton({ id }: { id: number }) {
  const { busy, run } = useSend();
  async function sync() {
    const answer = await run("POST", `platforms/${id}/sync`);
    const found = answer.ok ? z.safeParse(reply, answer.body).data : undefined;
    if (found) sayDone(found.message);
  }
  return (
    <Button disabled={busy} onClick={() => void sync()}>
      <RefreshCw aria-hidden />
      Sync sales now
    </Button>
  );
}
