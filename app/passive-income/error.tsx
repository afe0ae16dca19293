"use client";

import { Broken, type BrokenProps } from "./_ui/broken";

export default function SectionError(props: BrokenProps) {
  return (
    <main id="main" className="pt-20">
      <Broken {...props} />
    </main>
  );
}
