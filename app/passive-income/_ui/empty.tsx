import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

/** What stands where nothing is: what that means, and the next step. */
export function Empty(props: {
  icon: LucideIcon;
  title: string;
  text: string;
  heading?: "h1" | "h2";
  children?: ReactNode;
}) {
  const Heading = props.heading ?? "h2";
  return (
    <div className="grid justify-items-center gap-1 px-6 py-10 text-center">
      <span className="mb-2 grid size-10 place-items-center rounded-lg border bg-card text-muted-foreground">
        <props.icon className="size-5" aria-hidden />
      </span>
      <Heading className="text-base font-semibold">{props.title}</Heading>
      <p className="max-w-[44ch] text-muted-foreground">{props.text}</p>
      {props.children && <div className="mt-3 flex flex-wrap justify-center gap-2">{props.children}</div>}
    </div>
  );
}
