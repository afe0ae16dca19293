import { listingFile } from "@/lib/listing-files";
import { raw } from "@/lib/route";
import { listingFileOperation } from "@/lib/route/listings";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

export const GET = raw(listingFileOperation, async ({ app, params }) => {
  const { file, name, mime } = await listingFile(app, params.id, params.index);
  const blob = await app.storage.open(file.key);
  return new Response(blob.stream(), {
    headers: {
      "Content-Type": mime,
      "Content-Length": String(blob.size),
      "Content-Disposition": `attachment; filename="${name}"`,
      "Cache-Control": "private, no-store",
      "X-Content-Type-Options": "nosniff",
    },
  });
});
