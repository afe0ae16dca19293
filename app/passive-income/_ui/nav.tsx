"use client";

import { BookOpen, Bot, ChartColumn, Inbox, LayoutDashboard, Store, Table2 } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";
import { Badge } from "./card";

const root = "/passive-income";
const places = [
  { href: root, name: "Overview", icon: LayoutDashboard },
  { href: `${root}/actions`, name: "Actions", icon: Inbox },
  { href: `${root}/listings`, name: "Listings", icon: Table2 },
  { href: `${root}/manuals`, name: "Manuals", icon: BookOpen },
  { href: `${root}/revenue`, name: "Revenue", icon: ChartColumn },
  { href: `${root}/platforms`, name: "Platforms", icon: Store },
  { href: `${root}/agent`, name: "Agent", icon: Bot },
];

/** The sidebar's places: names on a desk, icons with names for readers on a tablet. */
export function SideNav({ waiting }: { waiting: number }) {
  const current = useCurrent();
  useHeadingFocus();
  return (
    <nav aria-label="Main">
      <ul className="grid gap-0.5">
        {places.map(({ href, name, icon: Icon }) => (
          <li key={href}>
            <Link
              href={href}
              title={name}
              aria-current={current === href ? "page" : undefined}
              className="group relative flex h-8 items-center gap-2 rounded-md px-2 font-medium hover:bg-sidebar-accent aria-[current]:bg-sidebar-accent aria-[current]:text-foreground max-rail:h-10 max-rail:justify-center max-rail:px-0"
            >
              <Icon className="size-4 group-aria-[current]:text-link" aria-hidden />
              <span className="flex-1 max-rail:sr-only">{name}</span>
              {name === "Actions" && (
                <span className="max-rail:absolute max-rail:-top-1 max-rail:-right-1">
                  <Badge count={waiting} label={`${waiting} waiting`} />
                </span>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** The bottom bar of a phone: each place as wide as its name, so that all of them fit 320 px. */
export function TabBar({ waiting }: { waiting: number }) {
  const current = useCurrent();
  return (
    <nav
      aria-label="Main"
      className="fixed inset-x-0 bottom-0 z-30 border-t bg-card pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      <ul className="flex">
        {places.map(({ href, name, icon: Icon }) => (
          <li key={href} className="flex-auto">
            <Link
              href={href}
              aria-current={current === href ? "page" : undefined}
              className="grid justify-items-center gap-0.5 pt-2 pb-1.5 text-[11px]/[14px] tracking-tight font-medium text-muted-foreground aria-[current]:font-semibold aria-[current]:text-link"
            >
              <span className="relative">
                <Icon className="size-5" aria-hidden />
                {name === "Actions" && (
                  <span className="absolute -top-2 left-3">
                    <Badge count={waiting} label={`${waiting} waiting`} />
                  </span>
                )}
              </span>
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function useCurrent(): string | undefined {
  const path = usePathname();
  return places.findLast(({ href }) => path === href || (href !== root && path.startsWith(`${href}/`)))?.href;
}

/** After a change of screen the focus goes to its heading, so that a reader starts there. */
function useHeadingFocus() {
  const path = usePathname();
  const seen = useRef(path);
  useEffect(() => {
    if (seen.current === path) return;
    seen.current = path;
    document.querySelector("h1")?.focus({ preventScroll: true });
  }, [path]);
}
