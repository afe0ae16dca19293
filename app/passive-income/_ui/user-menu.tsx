"use client";

import { Check, LogOut, Monitor, Moon, Settings2, Sun } from "lucide-react";
import { signOut } from "next-auth/react";
import { DropdownMenu } from "radix-ui";
import { useEffect, useState } from "react";
import { readTheme, setTheme, type Theme } from "./theme";

const themes = [
  { value: "system", label: "System", icon: Monitor },
  { value: "light", label: "Light", icon: Sun },
  { value: "dark", label: "Dark", icon: Moon },
] as const satisfies { value: Theme; label: string; icon: unknown }[];

const itemClass =
  "flex h-8 cursor-pointer items-center gap-2 rounded-md px-2 outline-none data-highlighted:bg-accent touch:h-11 [&_svg]:size-4";

/** Who is signed in, the theme, and the way out. `small` shows the initials only. */
export function UserMenu({ name, email, small = false }: { name: string; email: string; small?: boolean }) {
  const [theme, choose] = useState<Theme>("system");
  useEffect(() => choose(readTheme()), []);
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger
        aria-label={`${name}: theme and sign out`}
        className={`flex min-h-9 items-center gap-2 rounded-md p-1 text-left font-medium hover:bg-sidebar-accent ${small ? "touch:min-h-11" : "w-full max-rail:justify-center"}`}
      >
        <span
          aria-hidden
          className="grid size-6 shrink-0 place-items-center rounded-full border border-border-strong bg-secondary text-[10px] font-[650]"
        >
          {initials(name)}
        </span>
        {!small && (
          <>
            <span className="min-w-0 flex-1 truncate max-rail:sr-only">{name}</span>
            <Settings2 className="size-4 text-muted-foreground max-rail:hidden" aria-hidden />
          </>
        )}
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="end"
          sideOffset={6}
          collisionPadding={12}
          className="z-50 w-56 rounded-lg border bg-popover p-1 shadow-lg"
        >
          <DropdownMenu.Label className="truncate px-2 py-1.5 text-xs text-muted-foreground">
            {email}
          </DropdownMenu.Label>
          <DropdownMenu.RadioGroup
            value={theme}
            onValueChange={(value) => {
              const next = themes.find((one) => one.value === value)?.value ?? "system";
              choose(next);
              setTheme(next);
            }}
          >
            {themes.map(({ value, label, icon: Icon }) => (
              <DropdownMenu.RadioItem
                key={value}
                value={value}
                className={itemClass}
                onSelect={(event) => event.preventDefault()}
              >
                <Icon aria-hidden />
                <span className="flex-1">{label}</span>
                <DropdownMenu.ItemIndicator>
                  <Check aria-hidden />
                </DropdownMenu.ItemIndicator>
              </DropdownMenu.RadioItem>
            ))}
          </DropdownMenu.RadioGroup>
          <DropdownMenu.Separator className="my-1 h-px bg-border" />
          <DropdownMenu.Item className={itemClass} onSelect={() => void signOut({ callbackUrl: "/sign-in" })}>
            <LogOut aria-hidden />
            Sign out
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  return [words[0], words.length > 1 ? words.at(-1) : ""]
    .map((word) => word?.charAt(0).toUpperCase())
    .join("");
}
