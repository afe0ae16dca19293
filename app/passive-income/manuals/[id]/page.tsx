import Link from "next/link";
import { notFound } from "next/navigation";
import { getDb } from "@/db/client";
import { getManual, type ManualRow } from "@/db/queries/manuals";
import { toMajorText } from "@/lib/money";
import { Alert } from "../../_ui/alert";
import { Card, Facts } from "../../_ui/card";
import { StatusChip, StatusText } from "../../_ui/chip";
import { clock, readId, viewer } from "../../_ui/data";
import { Price } from "../../_ui/money";
import { displayNameOf, PlatformMark } from "../../_ui/platform-mark";
import { Screen } from "../../_ui/screen";
import { type Clock, When } from "../../_ui/when";
import { listingWord, manualStatus, rightsStatus } from "../../_ui/words";
import { megabytes } from "../facts";
import { ManualForm } from "./manual-form";

export const metadata = { title: "Manual" };
export const dynamic = "force-dynamic";

export default async function Manual({ params }: { params: Promise<{ id: string }> }) {
  const { canEdit } = await viewer();
  const manual = await getManual(await getDb(), await readId(params));
  if (!manual) notFound();
  const { price, currency } = manual;
  return (
    <Screen title={manual.title} parent={{ href: "/passive-income/manuals", title: "Manuals" }}>
      <div className="grid items-start gap-4 wide:grid-cols-[minmax(0,1fr)_392px]">
        <div className="grid gap-4">
          <Notices manual={manual} />
          <Card title="Texts, price and rights">
            <ManualForm
              // A title that the reading found later must not stay hidden behind the form's first value.
              key={`${manual.status} ${manual.titleSource}`}
              id={manual.id}
              canEdit={canEdit}
              currency={currency}
              titleSure={manual.titleSure}
              initial={{
                title: manual.title,
                description: manual.description,
                price: price === null ? "" : toMajorText({ amount: price, currency }),
                tags: manual.tags.join(", "),
                rights: manual.rights,
                rights_note: manual.rightsNote ?? "",
              }}
            />
          </Card>
        </div>
        <div className="grid gap-4">
          <Card title="File" aside={<StatusChip status={manualStatus(manual)} />}>
            <FileFacts manual={manual} clock={await clock()} />
            <Pictures manual={manual} />
          </Card>
          <ListingsOf manual={manual} />
        </div>
      </div>
    </Screen>
  );
}

function Notices({ manual }: { manual: ManualRow }) {
  if (manual.status === "failed") {
    return (
      <Alert tone="danger" title="This PDF could not be read">
        <p>{manual.errorMessage}</p>
      </Alert>
    );
  }
  if (manual.status === "processing") {
    return (
      <Alert tone="info" title="We are reading this PDF">
        <p>Title, cover and price appear here when that is done.</p>
      </Alert>
    );
  }
  if (manual.rights === "unverified") {
    return (
      <Alert tone="warning" title="Say what rights you have">
        <p>Nothing is listed before you do. Choose below and save.</p>
      </Alert>
    );
  }
  if (!manual.titleSure) {
    return (
      <Alert tone="warning" title="Check the title">
        <p>It comes from the file name, because the pages do not say it clearly. Saving it confirms it.</p>
      </Alert>
    );
  }
  return null;
}

function FileFacts({ manual, clock }: { manual: ManualRow; clock: Clock }) {
  return (
    <Facts
      items={[
        { name: "Pages", value: manual.pageCount },
        { name: "Size", value: megabytes(manual.fileSize) },
        { name: "Price", value: <Price amount={manual.price} currency={manual.currency} /> },
        { name: "Language", value: languageName(manual.language) },
        {
          name: "Text",
          value:
            manual.hasText === null ? "Not read yet" : manual.hasText ? "Readable" : "A scan, without text",
        },
        { name: "Rights", value: <StatusText status={rightsStatus(manual.rights)} /> },
        { name: "Added", value: <When at={manual.createdAt} clock={clock} /> },
        { name: "File", value: manual.fileName },
      ]}
    />
  );
}

function languageName(code: string | null): string {
  return code === null ? "Not sure" : (new Intl.DisplayNames("en", { type: "language" }).of(code) ?? code);
}

function Pictures({ manual }: { manual: ManualRow }) {
  if (!manual.coverUrl) return null;
  const indexes = [0, ...manual.previewUrls.map((_, index) => index + 1)];
  return (
    <ul className="grid grid-cols-2 gap-2 border-t p-4">
      {indexes.map((index) => (
        <li key={index}>
          {/* biome-ignore lint/performance/noImgElement: our own route already serves it in the size we ask for. */}
          <img
            src={`/api/passive-income/manuals/${manual.id}/images/${index}?form=gumroad`}
            alt={index === 0 ? "Cover" : `Preview ${index}`}
            width={320}
            height={180}
            loading="lazy"
            decoding="async"
            className="aspect-video w-full rounded-md border bg-secondary object-cover"
          />
        </li>
      ))}
    </ul>
  );
}

function ListingsOf({ manual }: { manual: ManualRow }) {
  return (
    <Card title="Listings">
      {manual.listings.length === 0 ? (
        <p className="px-4 py-6 text-center text-muted-foreground">
          {manual.status === "processed" && manual.rights !== "unverified"
            ? "None yet. The agent makes one for each active platform."
            : "They begin when the manual is ready and its rights are confirmed."}
        </p>
      ) : (
        <ul>
          {manual.listings.map(({ id, platformName, status }) => (
            <li key={id} className="border-t first:border-t-0">
              <Link
                href={`/passive-income/listings/${id}`}
                className="flex items-center gap-2.5 px-4 py-2.5 -outline-offset-2 hover:bg-accent"
              >
                <PlatformMark name={platformName} />
                <span className="flex-1 font-medium">{displayNameOf(platformName)}</span>
                <StatusChip status={listingWord(status)} />
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
