"use client";

import { Copy } from "lucide-react";
import { Button } from "../../_ui/button";
import { Card } from "../../_ui/card";
import { sayDone, sayProblem } from "../../_ui/say";

/** Where the platform reports its sales; who has this address can report, so only an owner sees it. */
export function WebhookCard({ address, setUp }: { address: string; setUp: string }) {
  async function copy() {
    try {
      await navigator.clipboard.writeText(address);
      sayDone("Address copied");
    } catch {
      sayProblem("The browser did not let us copy. Select the address and copy it by hand.");
    }
  }
  return (
    <Card title="Webhook address">
      <div className="grid gap-3 px-4 py-3">
        <p>{setUp}</p>
        <div className="flex flex-wrap items-center gap-2">
          <code className="min-w-0 flex-1 basis-64 rounded-md border bg-muted px-2.5 py-1.5 text-xs wrap-anywhere">
            {address}
          </code>
          <Button onClick={() => void copy()}>
            <Copy aria-hidden />
            Copy address
          </Button>
        </div>
        <p className="text-xs text-muted-foreground">
          Keep it to yourself: whoever has this address could report sales. What arrives is marked as
          estimated.
        </p>
      </div>
    </Card>
  );
}
