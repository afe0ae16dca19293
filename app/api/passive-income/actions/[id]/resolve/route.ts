import { takeAnswerFile } from "@/lib/action-queue/answer-file";
import { actionRow, resolveAction } from "@/lib/action-queue/resolve";
import { route, upload } from "@/lib/route";
import { resolveOperation, resolveWithFileOperation } from "@/lib/route/actions";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

const withJson = route(resolveOperation, ({ app, params, body, who }) =>
  resolveAction(app, params.id, body.response, null, who),
);

const withFile = upload(resolveWithFileOperation, async ({ app, params, file, who }) => {
  const answer = await takeAnswerFile(app, await actionRow(app, params.id), file);
  return resolveAction(app, params.id, null, answer, who);
});

export const POST: typeof withJson = (request, context) =>
  request.headers.get("content-type")?.startsWith("multipart/")
    ? withFile(request, context)
    : withJson(request, context);
