"use client";

import { Search } from "lucide-react";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useEffect, useRef } from "react";

/** Search in the address: it waits 250 ms after the last key, and works without scripts by Enter. */
export function SearchField({ label, keep }: { label: string; keep: Record<string, string> }) {
  const router = useRouter();
  const path = usePathname();
  const q = useSearchParams().get("q") ?? "";
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <search className="min-w-0 md:w-72">
      <form
        action={path}
        className="flex h-8 items-center gap-2 rounded-md border border-input bg-card px-2.5 text-muted-foreground focus-within:outline-2 focus-within:outline-offset-1 focus-within:outline-ring touch:h-11"
      >
        <Search className="size-4 shrink-0" aria-hidden />
        {Object.entries(keep).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <input
          name="q"
          type="search"
          aria-label={label}
          placeholder={label}
          defaultValue={q}
          autoComplete="off"
          className="h-full min-w-0 flex-1 bg-transparent text-foreground outline-none touch:text-base"
          onChange={(event) => {
            const value = event.currentTarget.value.trim();
            clearTimeout(timer.current);
            timer.current = setTimeout(() => {
              const params = new URLSearchParams(value ? { ...keep, q: value } : keep);
              router.replace(params.size > 0 ? `${path}?${params}` : path, { scroll: false });
            }, 250);
          }}
        />
      </form>
    </search>
  );
}
