import { Download, ExternalLink } from "lucide-react";
import { megabytes } from "@/lib/size";
import { buttonClass, linkClass } from "../_ui/button";
import { CopyFields } from "./copy-fields";
import type { Kit } from "./kit-shape";

/** Everything to make a listing by hand: the way, the texts in the order of the form, the files under their names. */
export function PasteKit({ kit, platform }: { kit: Kit; platform: string }) {
  return (
    <section aria-label="Paste kit" className="mt-5 grid gap-5">
      <ol className="grid list-decimal gap-1.5 pl-5 marker:font-semibold">
        {kit.steps.map((step) => (
          <li key={step} className="pl-1">
            {step}
          </li>
        ))}
      </ol>
      <p>
        <a href={kit.form_url} target="_blank" rel="noreferrer" className={buttonClass({ size: "lg" })}>
          <ExternalLink aria-hidden />
          Open {platform}’s form
        </a>
      </p>
      <CopyFields fields={kit.fields} />
      <div>
        <h3 className="mb-2 text-xs font-semibold text-muted-foreground">Files</h3>
        <ul className="divide-y rounded-lg border">
          {kit.files.map(({ name, kind, size_bytes, url }) => (
            <li key={url} className="flex flex-wrap items-center justify-between gap-3 px-3 py-2">
              <span className="min-w-0">
                <b className="block font-[550] wrap-anywhere">{name}</b>
                <span className="text-xs text-muted-foreground">
                  {kind === "pdf" ? "PDF" : "Picture"}, {megabytes(size_bytes)}
                </span>
              </span>
              <a href={url} download={name} className={`inline-flex items-center gap-1 ${linkClass}`}>
                <Download className="size-4" aria-hidden />
                Download<span className="sr-only"> {name}</span>
              </a>
            </li>
          ))}
        </ul>
      </div>
      <p className="text-muted-foreground">The address to bring back looks like {kit.address_example}.</p>
    </section>
  );
}
