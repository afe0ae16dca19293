import { Download, ExternalLink, FileText, Image } from "lucide-react";
import type { ReactNode } from "react";
import { megabytes } from "@/lib/size";
import { buttonClass } from "../_ui/button";
import { CopyFields } from "./copy-fields";
import type { Kit } from "./kit-shape";

/** Everything to make a listing by hand: the way, the files under their names, the texts in the order of the form. */
export function PasteKit({ kit, platform }: { kit: Kit; platform: string }) {
  return (
    <section aria-label="Paste kit" className="mt-5 grid grid-cols-[minmax(0,1fr)] gap-6">
      <ol className="grid list-decimal gap-1.5 pl-5 marker:font-semibold">
        {kit.steps.map((step) => (
          <li key={step} className="pl-1">
            {step}
          </li>
        ))}
      </ol>
      <Part title="Files">
        <ul className="grid gap-2 sm:grid-cols-2">
          {kit.files.map((file) => (
            <li key={file.url}>
              <File {...file} />
            </li>
          ))}
        </ul>
      </Part>
      <Part
        title={`Texts for ${platform}`}
        aside={
          <a href={kit.form_url} target="_blank" rel="noreferrer" className={buttonClass({})}>
            <ExternalLink aria-hidden />
            Open {platform}’s form
          </a>
        }
      >
        <CopyFields fields={kit.fields} />
      </Part>
    </section>
  );
}

function Part({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) {
  return (
    <div>
      <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
        <h3 className="font-semibold">{title}</h3>
        {aside}
      </div>
      {children}
    </div>
  );
}

function File({ name, kind, size_bytes, url }: Kit["files"][number]) {
  const Icon = kind === "pdf" ? FileText : Image;
  return (
    <a
      href={url}
      download={name}
      className="flex min-h-12 items-center gap-3 rounded-lg border px-3 py-2 hover:bg-accent"
    >
      <Icon className="size-4 shrink-0 text-muted-foreground" aria-hidden />
      <span className="min-w-0 flex-1">
        <b className="block font-[550] wrap-anywhere">{name}</b>
        <span className="text-xs text-muted-foreground">{megabytes(size_bytes)}</span>
      </span>
      <Download className="size-4 shrink-0 text-muted-foreground" aria-hidden />
      <span className="sr-only">Download</span>
    </a>
  );
}
