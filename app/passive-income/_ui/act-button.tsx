"use client";

import type { ComponentProps } from "react";
import { Button } from "./button";
import { useSend } from "./use-send";

/** A button whose press is one call of our API. `path` is below /api/passive-income. */
export function ActButton({
  method = "POST",
  path,
  body,
  done,
  ...props
}: Omit<ComponentProps<typeof Button>, "onClick" | "disabled"> & {
  method?: "POST" | "PATCH";
  path: string;
  body?: unknown;
  /** Said when it worked. */
  done?: string;
}) {
  const { busy, run } = useSend();
  return <Button {...props} disabled={busy} onClick={() => void run(method, path, body, done)} />;
}
