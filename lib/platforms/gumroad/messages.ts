import type { PlatformErrorKind } from "../../errors";
import { PlatformError } from "../../errors";

interface Row {
  /** Part of Gumroad's sentence, lower case, straight apostrophes. */
  text: string;
  kind: PlatformErrorKind;
  /** Our field that was refused. */
  field?: string;
  /** What the seller reads; Gumroad's own words are kept beside it. */
  sentence: string;
}

const day = 24 * 60 * 60 * 1000;

/**
 * Gumroad reports failures as a sentence in a 200 answer, so the sentence is all there is to tell them apart.
 * The first row that matches wins; parts only, because Rails puts field names in front and joins several sentences.
 * Source: antiwork/gumroad, links_controller.rb, files_controller.rb, covers_controller.rb, link.rb, creation_limit.rb.
 */
export const messages: readonly Row[] = [
  {
    text: "at least one payment method",
    kind: "needs_human",
    sentence:
      "Gumroad wants to know where to pay you before it sells anything: add a payout method in its settings.",
  },
  {
    text: "confirm your email address",
    kind: "needs_human",
    sentence: "Gumroad wants you to confirm your e-mail address: open the link it sent you.",
  },
  {
    text: "couldn't review this product just now",
    kind: "unreachable",
    sentence: "Gumroad could not review the product just now.",
  },
  {
    text: "looks like it contains",
    kind: "refused",
    field: "description",
    sentence: "Gumroad's review refused the content.",
  },
  {
    text: "adult keywords",
    kind: "refused",
    field: "description",
    sentence: "Gumroad does not allow a word in the title or description.",
  },
  {
    text: "something broke",
    kind: "uncertain",
    sentence: "Gumroad had a fault and did not say whether the change was made.",
  },
  {
    text: "products per day",
    kind: "rate_limited",
    sentence: "Gumroad's daily number of new products is used up.",
  },
  {
    text: "custom permalink has already been taken",
    kind: "uncertain",
    field: "slug",
    sentence: "A product with this address exists already.",
  },
  {
    text: "custom permalink is invalid",
    kind: "unexpected",
    sentence: "Gumroad did not accept the product's address.",
  },
  { text: "tag is too long", kind: "refused", field: "tags", sentence: "Gumroad refused a tag: too long." },
  { text: "tag is too short", kind: "refused", field: "tags", sentence: "Gumroad refused a tag: too short." },
  {
    text: "tag cannot start with hashes",
    kind: "refused",
    field: "tags",
    sentence: "Gumroad refused a tag: no leading # and no comma.",
  },
  { text: "tags must be", kind: "refused", field: "tags", sentence: "Gumroad refused the tags." },
  {
    text: "product has already been taken",
    kind: "refused",
    field: "tags",
    sentence: "Gumroad refused the tags: one is there twice.",
  },
  { text: "name can't be blank", kind: "refused", field: "title", sentence: "Gumroad wants a title." },
  {
    text: "name is too long",
    kind: "refused",
    field: "title",
    sentence: "Gumroad refused the title: too long.",
  },
  {
    text: "a product must be at least",
    kind: "refused",
    field: "price",
    sentence: "Gumroad refused the price: too low.",
  },
  {
    text: "don't support pricing products above",
    kind: "refused",
    field: "price",
    sentence: "Gumroad refused the price: too high for this account.",
  },
  {
    text: "price entered is too large",
    kind: "refused",
    field: "price",
    sentence: "Gumroad refused the price: too high.",
  },
  { text: "created with a price", kind: "refused", field: "price", sentence: "Gumroad wants a price." },
  {
    text: "values are out of range",
    kind: "refused",
    field: "price",
    sentence: "Gumroad refused the price.",
  },
  {
    text: "puts the price of this product below",
    kind: "refused",
    field: "price",
    sentence: "One of your discount codes brings the price below Gumroad's minimum.",
  },
  {
    text: "not a supported currency",
    kind: "refused",
    field: "price",
    sentence: "Gumroad does not sell in this currency.",
  },
  {
    text: "file_size exceeds",
    kind: "refused",
    field: "file",
    sentence: "The file is larger than Gumroad takes.",
  },
  {
    text: "cover images must be smaller",
    kind: "refused",
    field: "images",
    sentence: "Gumroad refused a picture: too large.",
  },
  {
    text: "could not analyze cover",
    kind: "refused",
    field: "images",
    sentence: "Gumroad could not read a picture.",
  },
  {
    text: "cover must be an image",
    kind: "refused",
    field: "images",
    sentence: "Gumroad refused a picture: JPEG, PNG or GIF only.",
  },
  {
    text: "content_type must be",
    kind: "refused",
    field: "images",
    sentence: "Gumroad refused a picture: JPEG, PNG or GIF only.",
  },
  {
    text: "upload a square thumbnail",
    kind: "refused",
    field: "images",
    sentence: "Gumroad refused the thumbnail: it must be square.",
  },
  {
    text: "image with size smaller than 5 mb",
    kind: "refused",
    field: "images",
    sentence: "Gumroad refused the thumbnail: 5 MB or more.",
  },
  {
    // Also its answer to a thumbnail under 600 pixels, so it must not be tried for ever.
    text: "could not process your",
    kind: "unexpected",
    sentence: "Gumroad could not process a picture.",
  },
  {
    text: "limit of 8 previews",
    kind: "unexpected",
    sentence: "The product carries eight pictures already.",
  },
  {
    text: "signed_blob_id is invalid or expired",
    kind: "unexpected",
    sentence: "An uploaded picture ran out before Gumroad took it.",
  },
  { text: "was not found", kind: "unexpected", sentence: "Gumroad says the product does not exist." },
];

/**
 * What a failure told in words means.
 * @param asked `false` where Gumroad called the request malformed (400 with `error`): then an unknown sentence is
 *   `unexpected`, because no seller can mend a request of ours; otherwise it is `refused`.
 */
export function refusal(words: string, status: number, now: Date, asked: boolean): PlatformError {
  const plain = words.toLowerCase().replaceAll("\u2019", "'");
  const row = messages.find(({ text }) => plain.includes(text));
  const details = { status, words: words.slice(0, 500) };
  if (!row) {
    return asked
      ? new PlatformError("refused", `Gumroad refused: ${words.slice(0, 300)}`, details)
      : new PlatformError("unexpected", "Gumroad did not understand the request.", details);
  }
  const retryAt = row.kind === "rate_limited" ? new Date(now.getTime() + day) : undefined;
  return new PlatformError(row.kind, row.sentence, { ...details, field: row.field, retryAt });
}
