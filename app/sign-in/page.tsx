import { Info } from "lucide-react";
import { Logo } from "../passive-income/_ui/logo";
import { NewPasswordForm } from "./new-password-form";
import { SignInForm } from "./sign-in-form";

export const metadata = { title: "Sign in" };
export const dynamic = "force-dynamic";

/** Sign-in by e-mail and password, or the first one by a link that asks for both. */
export default async function SignIn({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const { link, from } = await searchParams;
  const token = typeof link === "string" ? link : null;
  return (
    <main className="grid min-h-dvh place-items-center p-6">
      <div className="w-[360px] max-w-full">
        <Logo className="size-9 rounded-[9px] [&_svg]:size-5" />
        <h1 className="mt-5 text-xl font-semibold tracking-[-.016em]">
          {token ? "Set your password" : "Sign in to Passive Income"}
        </h1>
        <p className="mt-1 text-muted-foreground">
          {token
            ? "This link works once. After it you sign in with e-mail and password."
            : "Your own server, your own keys."}
        </p>
        {token ? <NewPasswordForm token={token} /> : <SignInForm next={safeNext(from)} />}
        {!token && (
          <p className="mt-6 flex gap-1.5 text-xs text-muted-foreground">
            <Info className="mt-px size-3.5 shrink-0" aria-hidden />
            No account, or no password any more? Whoever runs this server can make a sign-in link with: npm
            run sign-in-link
          </p>
        )}
      </div>
    </main>
  );
}

/** Only a path of ours: an address of another site must not be followed after the sign-in. */
function safeNext(given: string | string[] | undefined): string {
  const base = "http://here.invalid";
  const start = "/passive-income";
  if (typeof given !== "string" || !URL.canParse(given, base)) return start;
  const { pathname, search } = new URL(given, base);
  return pathname === start || pathname.startsWith(`${start}/`) ? pathname + search : start;
}
