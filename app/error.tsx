"use client";

import { Broken, type BrokenProps } from "./passive-income/_ui/broken";

export default function RootError(props: BrokenProps) {
  return (
    <main className="grid min-h-dvh place-items-center">
      <Broken {...props} />
    </main>
  );
}
