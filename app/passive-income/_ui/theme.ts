export type Theme = "system" | "light" | "dark";

/** The choice in the cookie that public/theme.js reads before the first paint. */
export function readTheme(): Theme {
  const chosen = /(?:^|; )theme=(light|dark)/.exec(document.cookie)?.[1];
  return chosen === "light" || chosen === "dark" ? chosen : "system";
}

/** Keeps the choice for a year and shows it at once. */
export function setTheme(theme: Theme): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Firefox and Safari.
  document.cookie =
    theme === "system"
      ? "theme=; path=/; max-age=0; samesite=lax"
      : `theme=${theme}; path=/; max-age=31536000; samesite=lax`;
  const dark = theme === "dark" || (theme === "system" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.classList.toggle("dark", dark);
}
