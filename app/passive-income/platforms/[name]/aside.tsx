import { Check, X } from "lucide-react";

const byProgram = [
  { icon: Check, text: "Make, change and publish listings of your manuals" },
  { icon: Check, text: "Read what is needed to check them, and your sales" },
  { icon: X, text: "Never touch listings that we did not make" },
];
const byHand = [
  { icon: Check, text: "Tell reports of sales from forged ones" },
  { icon: Check, text: "Read one list to see that it works" },
  { icon: X, text: "Never make or change anything there" },
];

/** What a key is used for, and where it is kept. */
export function Aside({
  notice,
  supportsApiListing,
}: {
  notice: string | null;
  supportsApiListing: boolean;
}) {
  return (
    <aside className="grid gap-6 text-muted-foreground">
      <section aria-labelledby="may">
        <h2 id="may" className="font-semibold text-foreground">
          What we do with this key
        </h2>
        <ul className="mt-2 grid gap-2">
          {(supportsApiListing ? byProgram : byHand).map(({ icon: Icon, text }) => (
            <li key={text} className="flex gap-2">
              <Icon className="mt-0.5 size-4 shrink-0" aria-hidden />
              {text}
            </li>
          ))}
        </ul>
      </section>
      <section aria-labelledby="kept">
        <h2 id="kept" className="font-semibold text-foreground">
          Where it is kept
        </h2>
        <p className="mt-2">Encrypted in your own database. The browser never sees it again.</p>
      </section>
      {notice && <p className="text-xs">{notice}</p>}
    </aside>
  );
}
