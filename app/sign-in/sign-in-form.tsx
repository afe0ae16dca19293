"use client";

import { signIn } from "next-auth/react";
import { type FormEvent, useState } from "react";
import { Alert } from "../passive-income/_ui/alert";
import { Button } from "../passive-income/_ui/button";
import { Field, inputClass } from "../passive-income/_ui/field";
import { PasswordInput } from "./password-input";
import { signInProblem } from "./problem";

export function SignInForm({ next }: { next: string }) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<{ title: string; text: string } | null>(null);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    const answer = await signIn("credentials", {
      redirect: false,
      email: String(form.get("email") ?? "").trim(),
      password: String(form.get("password") ?? ""),
    }).catch(() => undefined);
    if (answer?.ok) {
      // A full load: everything that was read without a session is read anew.
      window.location.assign(next);
      return;
    }
    setBusy(false);
    setProblem(signInProblem(answer?.error));
  }

  return (
    <form onSubmit={submit} className="mt-6 grid gap-4">
      {problem && (
        <Alert tone="danger" title={problem.title} live>
          <p>{problem.text}</p>
        </Alert>
      )}
      <Field id="email" label="E-mail">
        {(tied) => (
          <input
            {...tied}
            name="email"
            type="email"
            autoComplete="username"
            required
            className={inputClass}
          />
        )}
      </Field>
      <Field id="password" label="Password">
        {(tied) => <PasswordInput {...tied} name="password" autoComplete="current-password" />}
      </Field>
      <Button type="submit" variant="primary" size="lg" disabled={busy}>
        {busy ? "Signing in" : "Sign in"}
      </Button>
    </form>
  );
}
