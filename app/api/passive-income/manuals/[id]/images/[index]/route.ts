import { manualImage } from "@/lib/manuals/images";
import { raw } from "@/lib/route";
import { manualImageOperation } from "@/lib/route/manuals";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

export const GET = raw(manualImageOperation, async ({ app, request, params, query }) => {
  const picture = await manualImage(app, params.id, params.index, query.form);
  const headers = {
    "Cache-Control": "private, max-age=3600",
    ETag: `"${picture.sha256}"`,
    "X-Content-Type-Options": "nosniff",
  };
  if (request.headers.get("if-none-match") === headers.ETag)
    return new Response(null, { status: 304, headers });
  const file = await app.storage.open(picture.key);
  return new Response(file.stream(), {
    headers: { ...headers, "Content-Type": "image/jpeg", "Content-Length": String(file.size) },
  });
});
