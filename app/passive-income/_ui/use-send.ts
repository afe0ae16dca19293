"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { toast } from "sonner";
import { type Answer, send } from "./api";

/**
 * Sends one thing at a time to our API. After success the screen is read again;
 * a refusal without fields is said in a toast, one with fields is the form's to show.
 */
export function useSend() {
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  async function run(method: string, path: string, body?: unknown, done?: string): Promise<Answer> {
    setBusy(true);
    const answer = await send(method, path, body);
    setBusy(false);
    if (answer.ok) {
      if (done) toast.success(done);
      router.refresh();
    } else if (Object.keys(answer.fields).length === 0) {
      toast.error(answer.detail);
    }
    return answer;
  }
  return { busy, run };
}
