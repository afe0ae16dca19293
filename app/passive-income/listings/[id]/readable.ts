import { platforms } from "@/lib/platforms";

/** A description as a person reads it: some platforms take it as HTML, which we wrote ourselves and never render. */
export function readable(description: string, platformName: string): string {
  const platform = platforms.find(({ name }) => name === platformName);
  if (platform?.content.description.format !== "html") return description;
  return description
    .replace(/<\/p>\s*<p>/g, "\n\n")
    .replace(/<br\s*\/?>/g, "\n")
    .replace(/<[^>]*>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}
