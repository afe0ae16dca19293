import { route } from "@/lib/route";
import { signInLinkOperation } from "@/lib/route/workspace";
import { addressOf } from "@/lib/sign-in/address";
import { redeemSignInLink } from "@/lib/users/owner";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

export const POST = route(signInLinkOperation, async ({ app, body, request }) => {
  await redeemSignInLink(app, body, addressOf(request.headers));
  return { message: "Your e-mail and password are set. Sign in with them." };
});
