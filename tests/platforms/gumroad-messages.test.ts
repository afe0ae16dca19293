import { describe, expect, it } from "vitest";
import { messages, refusal } from "@/lib/platforms/gumroad/messages";

const now = new Date("2026-11-03T14:05:09Z");

// Sentences as Gumroad writes them, what they mean, and our field.
const told: [sentence: string, kind: string, field?: string][] = [
  [
    "You must connect at least one payment method before you can publish this product for sale.",
    "needs_human",
  ],
  ["You have to confirm your email address before you can do that.", "needs_human"],
  [
    "We couldn’t review this product just now (a temporary issue on our end). Please try again in a few minutes.",
    "unreachable",
  ],
  [
    "This product can’t be saved because it looks like it contains spam. Please update the content to follow our content guidelines.",
    "refused",
    "description",
  ],
  ["Adult keywords are not allowed", "refused", "description"],
  ["Something broke. We're looking into what happened. Sorry about this!", "uncertain"],
  ["Sorry, you can only create 10 products per day.", "rate_limited"],
  ["Custom permalink has already been taken", "uncertain", "slug"],
  ["Custom permalink is invalid", "unexpected"],
  ["Name A tag is too long. Please try again with a shorter one, under 20 characters.", "refused", "tags"],
  ["Name A tag is too short. Please try again with a longer one, above 2 characters.", "refused", "tags"],
  ["Name A tag cannot start with hashes or contain commas.", "refused", "tags"],
  ["tags must be an array of strings.", "refused", "tags"],
  ["Product has already been taken", "refused", "tags"],
  ["Name can't be blank", "refused", "title"],
  ["Name is too long (maximum is 255 characters)", "refused", "title"],
  ["Sorry, a product must be at least $0.99.", "refused", "price"],
  ["Sorry, we don't support pricing products above $5,000.", "refused", "price"],
  ["Sorry, the price entered is too large.", "refused", "price"],
  ["New products should be created with a price", "refused", "price"],
  ["One or more numeric values are out of range.", "refused", "price"],
  [
    "An existing discount code puts the price of this product below the $0.99 minimum after discount.",
    "refused",
    "price",
  ],
  ["'xyz' is not a supported currency.", "refused", "price"],
  ["file_size exceeds the 20 GB maximum", "refused", "file"],
  [
    "Cover images must be smaller than 50 MB. Please resize or compress the image and try again.",
    "refused",
    "images",
  ],
  ["Could not analyze cover. Please check the uploaded file.", "refused", "images"],
  ["Cover must be an image (JPEG, PNG, GIF) or a video.", "refused", "images"],
  ["content_type must be JPEG, PNG, GIF, or video.", "refused", "images"],
  ["Please upload a square thumbnail.", "refused", "images"],
  [
    "Could not process your thumbnail, please upload an image with size smaller than 5 MB.",
    "refused",
    "images",
  ],
  ["Could not process your cover, please try again.", "unexpected"],
  [
    "Sorry, we have a limit of 8 previews. Please delete an existing one before adding another.",
    "unexpected",
  ],
  ["The signed_blob_id is invalid or expired.", "unexpected"],
  ["The product was not found.", "unexpected"],
];

describe("what Gumroad's sentences mean", () => {
  it.each(told)("%s", (sentence, kind, field) => {
    const error = refusal(sentence, 200, now, true);
    expect(error.kind).toBe(kind);
    expect(error.details.field).toBe(field);
    expect(error.details.words).toBe(sentence);
  });

  it("has a sentence for every row of the table, met by that row first", () => {
    const met = new Set(told.map(([sentence]) => refusal(sentence, 200, now, true).message));
    expect(met.size).toBe(new Set(messages.map((row) => row.sentence)).size);
  });

  it("reads a tag error before the title error inside it", () => {
    const joined =
      "Name A tag is too long. Please try again, and Name is too long (maximum is 255 characters)";
    expect(refusal(joined, 200, now, true).details.field).toBe("tags");
  });

  it("comes back a day after the daily number is used up", () => {
    const error = refusal("Sorry, you can only create 100 products per day.", 200, now, true);
    expect(error.details.retryAt).toEqual(new Date("2026-11-04T14:05:09Z"));
  });

  it("takes an unknown sentence as a refusal and shows it to the seller", () => {
    const error = refusal("Products need a moustache.", 200, now, true);
    expect(error.kind).toBe("refused");
    expect(error.message).toContain("Products need a moustache.");
  });

  it("takes an unknown complaint about the request itself as unexpected", () => {
    expect(refusal("each part must have scalar part_number and etag values", 400, now, false).kind).toBe(
      "unexpected",
    );
  });
});
