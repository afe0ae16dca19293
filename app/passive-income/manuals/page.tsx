import { BookOpen, SearchX } from "lucide-react";
import { redirect } from "next/navigation";
import { getDb } from "@/db/client";
import { countManuals, listManuals, manualStatuses } from "@/db/queries/manuals";
import { ButtonLink } from "../_ui/button";
import { cardClass } from "../_ui/card";
import { pageOrNull, readParams, type SearchParams, viewer, withParams } from "../_ui/data";
import { Empty } from "../_ui/empty";
import { QuickFilters } from "../_ui/filters";
import { Pager } from "../_ui/pager";
import { Screen } from "../_ui/screen";
import { SearchField } from "../_ui/search-field";
import { ManualCards } from "./cards";
import { ManualTable } from "./table";
import { Upload } from "./upload";

export const metadata = { title: "Manuals" };
export const dynamic = "force-dynamic";

const path = "/passive-income/manuals";

export default async function Manuals({ searchParams }: { searchParams: SearchParams }) {
  const { canEdit } = await viewer();
  const { cursor, ...filters } = await readParams(searchParams);
  const filter = {
    status: manualStatuses.find((status) => status === filters.status),
    rights: filters.rights === "unverified" ? ("unverified" as const) : undefined,
    q: filters.q?.slice(0, 200),
  };
  const db = await getDb();
  const [page, counts] = await Promise.all([
    pageOrNull(() => listManuals(db, { ...filter, cursor, limit: 50 })),
    countManuals(db, { q: filter.q }),
  ]);
  if (page === null) redirect(withParams(path, filters));
  const filtered = filter.status !== undefined || filter.rights !== undefined || filter.q !== undefined;
  const { q = "", ...keep } = filters;
  const quick = [
    { name: "All", href: withParams(path, { q }), on: !filter.status && !filter.rights, count: counts.all },
    {
      name: "Reading",
      of: { status: "processing" },
      on: filter.status === "processing",
      count: counts.processing,
    },
    {
      name: "Rights needed",
      of: { rights: "unverified" },
      on: filter.rights === "unverified",
      count: counts.unverified,
    },
    { name: "Failed", of: { status: "failed" }, on: filter.status === "failed", count: counts.failed },
  ].map(({ of, href, ...one }) => ({ ...one, href: href ?? withParams(path, { q, ...of }) }));
  return (
    <Screen title="Manuals">
      {canEdit && <Upload />}
      <div className="my-4 flex flex-wrap items-center gap-2 max-md:grid max-md:grid-cols-[minmax(0,1fr)]">
        <SearchField label="Search manuals" keep={keep} />
        <QuickFilters label="State" filters={quick} />
      </div>
      {page.rows.length === 0 ? (
        <div className={cardClass}>
          {filtered ? (
            <Empty
              icon={SearchX}
              title="Nothing matches these filters"
              text="Change or clear them to see your manuals."
            >
              <ButtonLink href={path}>Clear filters</ButtonLink>
            </Empty>
          ) : (
            <Empty
              icon={BookOpen}
              title="Add your first manual"
              text="Drop a PDF above. We read it, make a cover and draft the listing. Nothing is listed before you say what rights you have."
            />
          )}
        </div>
      ) : (
        <section aria-label="Library" className={`max-md:contents md:overflow-hidden ${cardClass}`}>
          <ManualTable manuals={page.rows} />
          <ManualCards manuals={page.rows} />
          <Pager
            shown={page.rows.length}
            noun={page.rows.length === 1 ? "manual" : "manuals"}
            first={cursor ? withParams(path, filters) : null}
            next={page.next && withParams(path, { ...filters, cursor: page.next })}
          />
        </section>
      )}
    </Screen>
  );
}
