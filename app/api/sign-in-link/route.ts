import { route } from "@/lib/route";
import { signInLinkOperation } from "@/lib/route/workspace";
import { redeemSignInLink } from "@/lib/users/owner";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

export const POST = route(signInLinkOperation, async ({ app, body }) => {
  await redeemSignInLink(app, body);
  return { message: "Your e-mail and password are set. Sign in with them." };
});
