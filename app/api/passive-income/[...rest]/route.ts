import { AppError } from "@/lib/errors";
import { raw } from "@/lib/route";
import { nowhereOperation } from "@/lib/route/workspace";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

/** An address that the API does not have: said as every error is, instead of with a page. */
const nowhere = raw(nowhereOperation, async () => {
  throw new AppError(
    "not_found",
    "The API has no such address. GET /api/passive-income/openapi.json lists them.",
  );
});

export { nowhere as GET, nowhere as POST, nowhere as PUT, nowhere as PATCH, nowhere as DELETE };
