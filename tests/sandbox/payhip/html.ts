import type { SandboxAnswer } from "@/tests/sandbox/kit/types";

/** A whole page; `head` and `body` are HTML, the title is text. */
export function page(status: number, title: string, body: string, head = ""): SandboxAnswer {
  return {
    status,
    headers: { "content-type": "text/html; charset=utf-8" },
    body: `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title>${head}
</head><body style="font-family:sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem">
${body}
</body></html>
`,
  };
}

export function notFoundPage(): SandboxAnswer {
  return page(404, "Page not found", "<h1>Page not found</h1>");
}

export function escapeHtml(text: string): string {
  const signs: Record<string, string> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  };
  return text.replace(/[&<>"']/g, (sign) => signs[sign] ?? sign);
}
