import { SearchX, Table2 } from "lucide-react";
import { redirect } from "next/navigation";
import { getDb } from "@/db/client";
import { countListings, type ListingStatus, listingStatuses, listListings } from "@/db/queries/listings";
import { listPlatforms } from "@/db/queries/platforms";
import { ButtonLink } from "../_ui/button";
import { cardClass } from "../_ui/card";
import { clock, pageOrNull, readParams, type SearchParams, shell, viewer, withParams } from "../_ui/data";
import { Empty } from "../_ui/empty";
import { QuickFilters } from "../_ui/filters";
import { Pager } from "../_ui/pager";
import { Screen } from "../_ui/screen";
import { SearchField } from "../_ui/search-field";
import { listingWord } from "../_ui/words";
import { ListingCards } from "./cards";
import { ListingTable } from "./table";

export const metadata = { title: "Listings" };
export const dynamic = "force-dynamic";

const path = "/passive-income/listings";
const groups: ListingStatus[][] = [
  ["listed", "active"],
  ["pending"],
  ["action_required"],
  ["error"],
  ["paused"],
  ["ended"],
];

export default async function Listings({ searchParams }: { searchParams: SearchParams }) {
  const { canEdit } = await viewer();
  const params = await readParams(searchParams);
  const { cursor, ...filters } = params;
  const db = await getDb();
  const [state, platforms] = await Promise.all([shell(), listPlatforms(db)]);
  const platform = platforms.find(({ id }) => String(id) === filters.platform_id);
  const filter = { platformId: platform?.id, q: filters.q?.slice(0, 200) };
  const statuses = listingStatuses.filter((status) => filters.status?.split(",").includes(status));
  const [page, counts] = await Promise.all([
    pageOrNull(() => listListings(db, { ...filter, statuses, cursor, limit: 50, order: "attention" })),
    countListings(db, filter),
  ]);
  if (page === null) redirect(withParams(path, filters));
  const countOf = (of: readonly string[]) => of.reduce((sum, status) => sum + (counts.get(status) ?? 0), 0);
  const shared = { listings: page.rows, canEdit, agentEnabled: state.agentEnabled, clock: await clock() };
  const filtered = statuses.length > 0 || platform !== undefined || filter.q !== undefined;
  const { q: _q, ...keep } = filters;
  return (
    <Screen title="Listings">
      <div className="mb-3 flex flex-wrap items-center gap-2 max-md:grid max-md:grid-cols-[minmax(0,1fr)]">
        <SearchField label="Search titles, tags or IDs" keep={keep} />
        <QuickFilters
          label="Status"
          filters={[
            {
              name: "All",
              href: withParams(path, { ...filters, status: "" }),
              on: statuses.length === 0,
              count: countOf(listingStatuses),
            },
            ...groups
              .filter((group) => group[0] !== "ended" || countOf(group) > 0)
              .map((group) => ({
                name: listingWord(group[0] ?? "").word,
                href: withParams(path, { ...filters, status: group.join(",") }),
                on: filters.status === group.join(","),
                count: countOf(group),
              })),
          ]}
        />
        <span className="flex-1 max-md:hidden" />
        <QuickFilters
          label="Platform"
          filters={[
            { name: "All platforms", href: withParams(path, { ...filters, platform_id: "" }), on: !platform },
            ...platforms.map(({ id, displayName }) => ({
              name: displayName,
              href: withParams(path, { ...filters, platform_id: String(id) }),
              on: platform?.id === id,
            })),
          ]}
        />
      </div>
      {page.rows.length === 0 ? (
        <div className={cardClass}>{filtered ? <NoMatch /> : <None />}</div>
      ) : (
        <section aria-label="Listings" className={`max-md:contents md:overflow-hidden ${cardClass}`}>
          <ListingTable {...shared} />
          <ListingCards {...shared} />
          <Pager
            shown={page.rows.length}
            noun={page.rows.length === 1 ? "listing" : "listings"}
            first={cursor ? withParams(path, filters) : null}
            next={page.next && withParams(path, { ...filters, cursor: page.next })}
          />
        </section>
      )}
    </Screen>
  );
}

function NoMatch() {
  return (
    <Empty
      icon={SearchX}
      title="Nothing matches these filters"
      text="Change or clear them to see your listings."
    >
      <ButtonLink href={path}>Clear filters</ButtonLink>
    </Empty>
  );
}

function None() {
  return (
    <Empty
      icon={Table2}
      title="No listings yet"
      text="A manual shows up here for each active platform as soon as it is ready."
    >
      <ButtonLink href="/passive-income/manuals" variant="primary">
        Add a manual
      </ButtonLink>
    </Empty>
  );
}
