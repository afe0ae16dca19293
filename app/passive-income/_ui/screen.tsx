import { ChevronLeft, ChevronRight } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { viewer } from "./data";
import { Logo } from "./logo";
import { UserMenu } from "./user-menu";

interface Parent {
  href: string;
  title: string;
  /** Where a desk shows the parent beside it already. */
  phoneOnly?: boolean;
}

/** The frame of one screen: top bar with its one h1, and the content. */
export async function Screen(props: {
  title: string;
  /** Where this screen belongs, when it is below another. */
  parent?: Parent;
  actions?: ReactNode;
  /** Without padding, for screens of panes. */
  flush?: boolean;
  children: ReactNode;
}) {
  const user = await viewer();
  return (
    <>
      <header className="sticky top-0 z-20 flex h-14 items-center justify-between gap-4 border-b bg-background px-6 max-md:h-[52px] max-md:px-4">
        <div className="flex min-w-0 items-center gap-2">
          {props.parent ? <Way {...props.parent} /> : <Logo className="md:hidden" />}
          <h1 tabIndex={-1} className="truncate text-[15px]/6 font-semibold max-md:text-[17px]">
            {props.title}
          </h1>
        </div>
        <div className="flex shrink-0 items-center gap-2">
          {props.actions}
          <div className="md:hidden">
            <UserMenu name={user.name} email={user.email} small />
          </div>
        </div>
      </header>
      <main
        id="main"
        tabIndex={-1}
        className={`outline-none ${props.flush ? "flex min-h-0 flex-1 flex-col" : "w-full max-w-[1440px] px-6 pt-5 pb-12 max-md:px-4 max-md:pt-4 max-md:pb-28"}`}
      >
        {props.children}
      </main>
    </>
  );
}

/** The way up: a breadcrumb on a desk, an arrow on a phone. */
function Way({ href, title, phoneOnly }: Parent) {
  return (
    <nav aria-label="Breadcrumb" className={phoneOnly ? "md:hidden" : ""}>
      <Link
        href={href}
        className="flex items-center gap-1 rounded-md font-medium text-muted-foreground hover:text-foreground max-md:-ml-3 max-md:size-11 max-md:justify-center"
      >
        <ChevronLeft className="size-5 md:hidden" aria-hidden />
        <span className="max-md:sr-only">{title}</span>
        <ChevronRight className="size-3.5 max-md:hidden" aria-hidden />
      </Link>
    </nav>
  );
}
