"use client";

import { type FormEvent, useState } from "react";
import { parseMajor } from "@/lib/money";
import { Alert } from "../../_ui/alert";
import { Button } from "../../_ui/button";
import { Field, inputClass } from "../../_ui/field";
import { rightsOptions } from "../../_ui/rights";
import { useSend } from "../../_ui/use-send";

export interface ManualValues {
  title: string;
  description: string;
  /** Major units, as typed. */
  price: string;
  /** Separated by commas. */
  tags: string;
  rights: string;
  rights_note: string;
}

/** What a person may change of a manual. Only what was changed is sent. */
export function ManualForm(props: {
  id: number;
  canEdit: boolean;
  currency: string;
  titleSure: boolean;
  initial: ManualValues;
}) {
  const { initial, currency } = props;
  const { busy, run } = useSend();
  const [saved, setSaved] = useState(initial);
  const [values, setValues] = useState(initial);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const set = (name: keyof ManualValues) => (value: string) =>
    setValues((all) => ({ ...all, [name]: value }));

  async function save(event: FormEvent) {
    event.preventDefault();
    const price = values.price.trim().replace(",", ".");
    if (values.price !== saved.price && parseMajor(price, currency) === null) {
      return setErrors({ price: `Give a price in ${currency}, for example 12.99.` });
    }
    const changed = Object.entries(patchOf({ ...values, price })).filter(
      // Saving confirms a title that was only guessed.
      ([name]) => values[keyOf(name)] !== saved[keyOf(name)] || (name === "title" && !props.titleSure),
    );
    const answer = await run(
      "PATCH",
      `manuals/${props.id}`,
      Object.fromEntries(changed),
      "Saved. Listings that are not made yet use it.",
    );
    setErrors(answer.ok ? {} : answer.fields);
    if (answer.ok) setSaved(values);
  }

  const dirty = JSON.stringify(values) !== JSON.stringify(saved);
  return (
    <form onSubmit={save} noValidate>
      <fieldset disabled={!props.canEdit || busy} className="grid gap-5 p-4">
        {Object.keys(errors).length > 0 && (
          <Alert tone="danger" title="It is not saved" live>
            <p>Look at the marked fields.</p>
          </Alert>
        )}
        <TextField
          name="title"
          label="Title"
          value={values.title}
          set={set("title")}
          error={errors.title}
          required
        />
        <Field
          id="description"
          label="Description"
          optional
          error={errors.description}
          help="What the book teaches, in a few sentences. Each platform gets it in the form it likes."
        >
          {(tied) => (
            <textarea
              {...tied}
              rows={6}
              value={values.description}
              onChange={(event) => set("description")(event.currentTarget.value)}
              className={`${inputClass} h-auto! py-2 leading-[1.5]`}
            />
          )}
        </Field>
        <div className="grid gap-5 md:grid-cols-[160px_minmax(0,1fr)]">
          <TextField
            name="price"
            label={`Price in ${currency}`}
            inputMode="decimal"
            value={values.price}
            set={set("price")}
            error={errors.price}
          />
          <TextField
            name="tags"
            label="Tags"
            help="Separated by commas."
            value={values.tags}
            set={set("tags")}
            error={errors.tags}
            optional
          />
        </div>
        <Rights value={values.rights} set={set("rights")} error={errors.rights} />
        <TextField
          name="rights_note"
          label="Note on your rights"
          help="For example where the licence is kept. Only you see it."
          value={values.rights_note}
          set={set("rights_note")}
          error={errors.rights_note}
          optional
        />
      </fieldset>
      {props.canEdit && (
        <div className="flex items-center justify-end gap-3 border-t px-4 py-3">
          {dirty && <span className="text-xs text-muted-foreground">Not saved yet</span>}
          <Button
            type="submit"
            variant="primary"
            disabled={busy || (!dirty && props.titleSure)}
            className="max-md:flex-1"
          >
            Save
          </Button>
        </div>
      )}
    </form>
  );
}

/** The shape of PATCH /manuals/{id}. */
function patchOf({ title, description, price, tags, rights, rights_note }: ManualValues) {
  const list = tags.split(",").map((tag) => tag.trim());
  return {
    title,
    description,
    price: Number(price),
    tags: list.filter(Boolean),
    rights,
    rights_note: rights_note.trim() || null,
  };
}

const names = ["title", "description", "price", "tags", "rights", "rights_note"] as const;

function keyOf(name: string): keyof ManualValues {
  return names.find((one) => one === name) ?? "title";
}

function TextField(props: {
  name: keyof ManualValues;
  label: string;
  value: string;
  set: (value: string) => void;
  error?: string;
  help?: string;
  optional?: boolean;
  required?: boolean;
  inputMode?: "decimal";
}) {
  return (
    <Field
      id={props.name}
      label={props.label}
      help={props.help}
      error={props.error}
      optional={props.optional}
    >
      {(tied) => (
        <input
          {...tied}
          required={props.required}
          inputMode={props.inputMode}
          value={props.value}
          autoComplete="off"
          onChange={(event) => props.set(event.currentTarget.value)}
          className={inputClass}
        />
      )}
    </Field>
  );
}

function Rights({ value, set, error }: { value: string; set: (value: string) => void; error?: string }) {
  return (
    <fieldset aria-describedby={error ? "rights-error" : undefined}>
      <legend className="mb-1.5 font-[550]">Your rights</legend>
      <div className="grid gap-2 sm:grid-cols-2">
        {rightsOptions.map((option) => (
          <label
            key={option.value}
            className="flex items-start gap-2.5 rounded-lg border border-border-strong px-3 py-2.5 has-checked:border-ring has-checked:bg-info-subtle"
          >
            <input
              type="radio"
              name="rights"
              value={option.value}
              checked={value === option.value}
              onChange={() => set(option.value)}
              className="mt-0.5 size-4"
            />
            <span>
              <span className="block font-medium">{option.label}</span>
              <span className="block text-xs text-muted-foreground">{option.help}</span>
            </span>
          </label>
        ))}
      </div>
      {error && (
        <p id="rights-error" className="mt-1.5 text-xs text-danger">
          {error}
        </p>
      )}
    </fieldset>
  );
}
