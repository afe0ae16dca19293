import { FlaskConical } from "lucide-react";
import type { ReactNode } from "react";
import { Toaster } from "sonner";
import type { RunRow } from "@/db/queries/runs";
import { env } from "@/lib/env";
import { agentState } from "./_ui/agent";
import { clock, shell, viewer } from "./_ui/data";
import { Live, type ShownRun } from "./_ui/live";
import { Logo } from "./_ui/logo";
import { SideNav, TabBar } from "./_ui/nav";
import { UserMenu } from "./_ui/user-menu";

export const dynamic = "force-dynamic";

/** Sidebar, bottom bar and what is the same on every screen. */
export default async function ShellLayout({ children }: { children: ReactNode }) {
  const user = await viewer();
  const state = await shell();
  const agent = agentState(state, await clock());
  const { demo } = env();
  return (
    <div
      className={`min-h-dvh md:grid md:grid-cols-[56px_minmax(0,1fr)] rail:grid-cols-[224px_minmax(0,1fr)] ${demo ? "[--bars:85px]" : "[--bars:56px]"}`}
    >
      <a
        href="#main"
        className="absolute -top-16 left-2 z-50 rounded-md bg-primary px-3 py-2 text-primary-foreground focus:top-2"
      >
        Skip to content
      </a>
      <aside className="sticky top-0 flex h-dvh flex-col gap-1 border-r border-sidebar-border bg-sidebar px-2 py-3 text-sidebar-foreground max-md:hidden rail:px-3">
        <div className="mb-2 flex min-h-10 items-center gap-2 p-1 max-rail:justify-center">
          <Logo />
          <span className="leading-4 font-semibold text-foreground max-rail:sr-only">Passive Income</span>
        </div>
        <SideNav waiting={state.waiting} />
        <div className="mt-auto grid gap-2">
          <p
            title={`Agent: ${agent.word}. ${agent.note}`}
            className="flex items-center gap-2.5 rounded-lg border bg-card px-2.5 py-2 leading-4 max-rail:h-10 max-rail:justify-center max-rail:p-0"
          >
            <span className={`dot dot-${agent.key}`} aria-hidden />
            <span className="min-w-0 max-rail:sr-only">
              <b className="block text-xs text-foreground">Agent: {agent.word.toLowerCase()}</b>
              <span className="block text-[11px]/4 text-muted-foreground tabular-nums">{agent.note}</span>
            </span>
          </p>
          <UserMenu name={user.name} email={user.email} />
        </div>
      </aside>
      <div className="flex min-h-dvh min-w-0 flex-col">
        {demo && (
          <p className="flex items-center justify-center gap-2 border-b border-info/25 bg-info-subtle px-4 py-1.5 text-center text-xs text-info">
            <FlaskConical className="size-3.5 shrink-0" aria-hidden />
            Demo: the marketplaces are stand-ins on this computer.
          </p>
        )}
        {children}
      </div>
      <TabBar waiting={state.waiting} />
      <Live run={shownRun(state.run)} reading={state.processing > 0} />
      <Toaster
        position="bottom-right"
        duration={8000}
        mobileOffset={{ bottom: 80 }}
        toastOptions={{
          classNames: {
            toast: "!border-border-strong !bg-popover !text-foreground !shadow-lg !text-sm",
            success: "[&_[data-icon]]:text-success",
            error: "[&_[data-icon]]:text-danger",
          },
        }}
      />
    </div>
  );
}

function shownRun(run: RunRow | null): ShownRun | null {
  if (run === null) return null;
  const { id, status, done, total, error, counts } = run;
  return { id, status, done, total, error, listed: counts.listed, actions: counts.actions };
}
