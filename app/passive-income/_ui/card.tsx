import type { ReactNode } from "react";

export const cardClass = "rounded-lg border bg-card";

/** A labelled section on a surface. */
export function Card(props: { title: string; aside?: ReactNode; children: ReactNode; className?: string }) {
  return (
    <section aria-label={props.title} className={`${cardClass} ${props.className ?? ""}`}>
      <div className="flex min-h-12 flex-wrap items-center justify-between gap-3 border-b px-4 py-3">
        <h2 className="flex items-center gap-2 text-sm font-semibold">{props.title}</h2>
        {props.aside}
      </div>
      {props.children}
    </section>
  );
}

/** Named facts side by side; stacked on a phone. */
export function Facts({ items }: { items: { name: string; value: ReactNode }[] }) {
  return (
    <dl className="grid grid-cols-2 md:grid-cols-[repeat(auto-fit,minmax(120px,1fr))]">
      {items.map(({ name, value }) => (
        <div key={name} className="min-w-0 px-4 py-2.5">
          <dt className="text-xs text-muted-foreground">{name}</dt>
          <dd className="mt-0.5 font-[550] tabular-nums wrap-anywhere">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The amber count: nothing else has this colour. */
export function Badge({ count, label }: { count: number; label: string }) {
  if (count === 0) return null;
  return (
    <span
      role="img"
      aria-label={label}
      className="inline-block h-5 min-w-5 shrink-0 rounded-[10px] bg-attention px-1.5 text-center text-[11px]/5 font-[650] text-attention-foreground tabular-nums"
    >
      {count > 999 ? "999+" : count}
    </span>
  );
}
