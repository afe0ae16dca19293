"use client";

import { ServerCrash } from "lucide-react";
import { Button } from "./button";
import { Empty } from "./empty";

export interface BrokenProps {
  error: Error & { digest?: string };
  reset: () => void;
}

/** A screen that could not be shown. The reference finds the entry in the log. */
export function Broken({ error, reset }: BrokenProps) {
  return (
    <Empty
      icon={ServerCrash}
      title="Something broke on our side"
      heading="h1"
      text={`Nothing was changed by looking at this page.${error.digest ? ` Reference ${error.digest}.` : ""}`}
    >
      <Button variant="primary" onClick={reset}>
        Try again
      </Button>
    </Empty>
  );
}
