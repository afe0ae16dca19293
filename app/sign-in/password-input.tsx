"use client";

import { Eye, EyeOff } from "lucide-react";
import { type ComponentProps, useState } from "react";
import { inputClass } from "../passive-income/_ui/field";

/** A password that can be looked at. Pasting and password managers work. */
export function PasswordInput(props: Omit<ComponentProps<"input">, "type" | "className">) {
  const [shown, show] = useState(false);
  const Icon = shown ? EyeOff : Eye;
  return (
    <span className="relative block">
      <input {...props} type={shown ? "text" : "password"} required className={`${inputClass} pr-11`} />
      <button
        type="button"
        aria-label={shown ? "Hide password" : "Show password"}
        onClick={() => show(!shown)}
        className="absolute inset-y-0 right-0 grid w-10 place-items-center rounded-md text-muted-foreground hover:text-foreground"
      >
        <Icon className="size-4" aria-hidden />
      </button>
    </span>
  );
}
