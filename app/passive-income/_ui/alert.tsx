import { CircleCheck, Info, OctagonAlert, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import type { Tone } from "./words";

const looks = {
  danger: { icon: OctagonAlert, box: "border-danger/30 bg-danger-subtle", ink: "text-danger" },
  warning: { icon: TriangleAlert, box: "border-warning/30 bg-warning-subtle", ink: "text-warning" },
  info: { icon: Info, box: "border-info/25 bg-info-subtle", ink: "text-info" },
  success: { icon: CircleCheck, box: "border-success/25 bg-success-subtle", ink: "text-success" },
} as const;

/** A statement that concerns the whole page or form. `live` reads it out when it appears. */
export function Alert(props: {
  tone: Exclude<Tone, "neutral">;
  title: string;
  live?: boolean;
  children?: ReactNode;
}) {
  const look = looks[props.tone];
  return (
    <div
      role={props.live ? "alert" : undefined}
      className={`grid grid-cols-[16px_minmax(0,1fr)] items-start gap-3 rounded-lg border px-4 py-3 wrap-anywhere ${look.box}`}
    >
      <look.icon className={`mt-0.5 size-4 ${look.ink}`} aria-hidden />
      <div>
        <b className={look.ink}>{props.title}</b>
        {props.children}
      </div>
    </div>
  );
}
