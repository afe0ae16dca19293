"use client";

import { RefreshCw } from "lucide-react";
import { toast } from "sonner";
import * as z from "zod/mini";
import { Button } from "../../_ui/button";
import { useSend } from "../../_ui/use-send";

const reply = z.object({ message: z.string() });

/** Reads the platform's sales now, as far as one batch goes. */
export function SyncButton({ id }: { id: number }) {
  const { busy, run } = useSend();
  async function sync() {
    const answer = await run("POST", `platforms/${id}/sync`);
    const found = answer.ok ? z.safeParse(reply, answer.body).data : undefined;
    // Neither good nor bad by its look: the sentence may tell of a platform that did not answer.
    if (found) toast(found.message, { dismissible: false });
  }
  return (
    <Button disabled={busy} onClick={() => void sync()}>
      <RefreshCw aria-hidden />
      {busy ? "Reading" : "Sync sales now"}
    </Button>
  );
}
