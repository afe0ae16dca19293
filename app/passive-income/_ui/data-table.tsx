import type { ReactNode } from "react";

/** A column's heading; numbers stand at the right. */
export interface Column {
  title: string;
  number?: boolean;
}

export const text = (title: string): Column => ({ title });
export const number = (title: string): Column => ({ title, number: true });

/** A table that scrolls within its card. `children`: the rows, with `tbody` and, if there is one, `tfoot`. */
export function DataTable(props: {
  /** What a screen reader calls the region and the table. */
  label: string;
  caption: string;
  columns: readonly Column[];
  className?: string;
  children: ReactNode;
}) {
  const { label, caption, columns, className = "overflow-x-auto", children } = props;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
    <section className={className} aria-label={label} tabIndex={0}>
      <table className="tbl">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ title, number }) => (
              <th key={title} scope="col" className={number ? "n" : undefined}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        {children}
      </table>
    </section>
  );
}
