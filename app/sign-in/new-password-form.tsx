"use client";

import { signIn } from "next-auth/react";
import { type FormEvent, useState } from "react";
import { Alert } from "../passive-income/_ui/alert";
import { refusal } from "../passive-income/_ui/api";
import { Button } from "../passive-income/_ui/button";
import { Field, inputClass } from "../passive-income/_ui/field";
import { PasswordInput } from "./password-input";

interface Problem {
  detail: string;
  fields: Record<string, string>;
}

/** What a sign-in link asks for; then it signs in. */
export function NewPasswordForm({ token }: { token: string }) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? "");
    const given = { email: text("email").trim(), name: text("name").trim(), password: text("password") };
    setBusy(true);
    const refused = await redeem({ token, ...given });
    if (refused) {
      setBusy(false);
      return setProblem(refused);
    }
    await signIn("credentials", {
      email: given.email,
      password: given.password,
      callbackUrl: "/passive-income",
    });
  }

  return (
    <form onSubmit={submit} className="mt-6 grid gap-4">
      {problem && (
        <Alert tone="danger" title="The password is not set" live>
          <p>{problem.detail}</p>
        </Alert>
      )}
      <Field id="name" label="Your name" error={problem?.fields.name}>
        {(tied) => <input {...tied} name="name" autoComplete="name" required className={inputClass} />}
      </Field>
      <Field id="email" label="E-mail" error={problem?.fields.email}>
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
      <Field
        id="password"
        label="New password"
        help="At least 10 characters."
        error={problem?.fields.password}
      >
        {(tied) => <PasswordInput {...tied} name="password" autoComplete="new-password" minLength={10} />}
      </Field>
      <Button type="submit" variant="primary" size="lg" disabled={busy}>
        {busy ? "Setting it" : "Set password and sign in"}
      </Button>
    </form>
  );
}

async function redeem(body: {
  token: string;
  email: string;
  name: string;
  password: string;
}): Promise<Problem | null> {
  try {
    const response = await fetch("/api/sign-in-link", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (response.ok) return null;
    const answer = refusal(response.status, await response.text());
    return answer.ok ? null : answer;
  } catch {
    return { detail: "The server did not answer. Try again in a moment.", fields: {} };
  }
}
