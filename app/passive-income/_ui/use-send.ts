"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { type Answer, send } from "./api";
import { sayDone, sayProblem } from "./say";

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
      if (done) sayDone(done);
      router.refresh();
    } else if (Object.keys(answer.fields).length === 0) {
      sayProblem(answer.detail);
    }
    return answer;
  }
  return { busy, run };
}
