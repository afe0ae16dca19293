"use client";

import { type FormEvent, useState } from "react";
import * as z from "zod/mini";
import { Alert } from "../../_ui/alert";
import { Button } from "../../_ui/button";
import { Field, inputClass } from "../../_ui/field";
import { useSend } from "../../_ui/use-send";

interface CredentialInput {
  name: string;
  label: string;
  help: string;
  required: boolean;
  secret: boolean;
  set: boolean;
  last4: string | null;
}

const reply = z.object({ message: z.string(), status: z.string(), error: z.nullable(z.string()) });
type Reply = z.infer<typeof reply>;

/** Credentials are write-only: a stored value is never sent back, an empty field keeps it. */
export function CredentialForm(props: {
  id: number;
  name: string;
  fields: CredentialInput[];
  canEdit: boolean;
  connected: boolean;
  /** The platform works without them. */
  optional: boolean;
}) {
  const { busy, run } = useSend();
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [said, setSaid] = useState<Reply | null>(null);

  async function save(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const given = [...new FormData(form)].flatMap(([name, value]) =>
      typeof value === "string" && value.trim() !== "" ? [[name, value.trim()]] : [],
    );
    const missing = props.fields.filter(
      ({ name, required, set }) => required && !set && !given.some(([given]) => given === name),
    );
    if (missing.length > 0)
      return setErrors(Object.fromEntries(missing.map(({ name }) => [name, "This one is needed."])));
    const [first] = props.fields;
    // Nothing given and nothing stored: there is nothing to ask the platform about.
    if (first && given.length === 0 && props.fields.every(({ set }) => !set))
      return setErrors({ [first.name]: "Enter it first. Without it nothing changes." });
    const answer = await run("POST", `platforms/${props.id}/configure`, Object.fromEntries(given));
    setErrors(answer.ok ? {} : answer.fields);
    const { data } = z.safeParse(reply, answer.ok ? answer.body : null);
    setSaid(data ?? null);
    if (data && data.status !== "error") form.reset();
  }

  return (
    <form onSubmit={save} noValidate>
      <fieldset disabled={busy || !props.canEdit} className="grid gap-5 p-4">
        {said && <Outcome said={said} />}
        {props.fields.map((field) => (
          <Field
            key={field.name}
            id={field.name}
            label={field.label}
            optional={!field.required}
            error={errors[field.name]}
            help={field.help}
          >
            {(tied) => (
              <input
                {...tied}
                name={field.name}
                type={field.secret ? "password" : "text"}
                autoComplete="off"
                autoCapitalize="none"
                spellCheck={false}
                data-1p-ignore
                placeholder={placeholder(field)}
                className={`${inputClass} font-mono`}
              />
            )}
          </Field>
        ))}
      </fieldset>
      {props.canEdit && (
        <div className="flex items-center justify-end gap-3 border-t px-4 py-3">
          {props.connected && (
            <span className="text-xs text-muted-foreground">Empty fields keep what is stored.</span>
          )}
          <Button
            type="submit"
            variant={props.connected || props.optional ? "outline" : "primary"}
            disabled={busy}
            className="max-md:flex-1"
          >
            {busy ? `Asking ${props.name}` : "Test and save"}
          </Button>
        </div>
      )}
    </form>
  );
}

function Outcome({ said }: { said: Reply }) {
  const tone = said.status === "verified" ? "success" : said.status === "error" ? "danger" : "info";
  return (
    <Alert tone={tone} title={said.message} live>
      {said.error && <p>{said.error}</p>}
    </Alert>
  );
}

function placeholder({ set, last4 }: CredentialInput): string | undefined {
  if (!set) return undefined;
  return last4 ? `Stored, ends in ${last4}` : "Stored";
}
