import Link from "next/link";
import type { ComponentProps } from "react";

type Variant = "primary" | "outline" | "ghost" | "danger";
type Size = "sm" | "md" | "lg";

const base =
  "inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md border font-[550] whitespace-nowrap transition-colors duration-[120ms] " +
  "[&_svg]:size-4 [&_svg]:shrink-0 disabled:cursor-not-allowed disabled:border-border disabled:bg-muted disabled:text-muted-foreground disabled:shadow-none touch:h-11 touch:px-4 touch:text-base";
const variants: Record<Variant, string> = {
  primary: "border-transparent bg-primary text-primary-foreground hover:bg-primary/90",
  outline: "border-border-strong bg-card shadow-xs hover:bg-accent",
  ghost: "border-transparent text-muted-foreground hover:bg-accent hover:text-foreground",
  danger: "border-border-strong bg-card text-danger hover:bg-danger-subtle",
};
const sizes: Record<Size, string> = {
  sm: "h-7 px-2.5 text-xs",
  md: "h-8 px-3 text-sm",
  lg: "h-9 px-4 text-sm",
};

interface Look {
  variant?: Variant;
  size?: Size;
}

export function buttonClass({ variant = "outline", size = "md" }: Look, more = ""): string {
  return `${base} ${variants[variant]} ${sizes[size]} ${more}`;
}

export function Button({
  variant,
  size,
  className,
  type = "button",
  ...props
}: ComponentProps<"button"> & Look) {
  return <button type={type} className={buttonClass({ variant, size }, className)} {...props} />;
}

export function ButtonLink({ variant, size, className, ...props }: ComponentProps<typeof Link> & Look) {
  return <Link className={buttonClass({ variant, size }, className)} {...props} />;
}

/** A link within a sentence. */
export const linkClass = "rounded-sm font-medium text-link underline-offset-[3px] hover:underline";
