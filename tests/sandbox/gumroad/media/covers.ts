import { type Answer, notFound, ok, refused } from "@/tests/sandbox/gumroad/answers";
import type { Call } from "@/tests/sandbox/gumroad/context";
import { readSource } from "@/tests/sandbox/gumroad/media/source";
import { coverFields } from "@/tests/sandbox/gumroad/products/view";
import type { Image, Product } from "@/tests/sandbox/gumroad/state";

const MOST_COVERS = 8;
const LARGEST_IMAGE = 50 * 1024 ** 2;

/** POST /products/:id/covers: adds one cover at the end; answers with all. */
export async function addCover(call: Call, product: Product): Promise<Answer> {
  const source = await readSource(call);
  if ("problem" in source) {
    if (source.problem === "not given") return refused("Please provide a signed_blob_id or url.");
    if (source.problem === "bad blob") return refused("The signed_blob_id is invalid or expired.");
    if (source.problem === "no bytes") {
      return refused("Could not analyze cover. Please check the uploaded file.");
    }
    return refused("Could not process your cover, please try again.");
  }
  const refusal = refuseCover(product, source.media, source.image);
  if (refusal !== null) return refused(refusal);
  product.covers.push(source.image);
  return ok(coverFields(call, product));
}

/** DELETE /products/:id/covers/:cover_id. */
export function deleteCover(call: Call, product: Product, ids: string[]): Answer {
  const cover = product.covers.find((known) => known.id === ids[1]);
  if (cover === undefined) return notFound("cover");
  product.covers = product.covers.filter((known) => known !== cover);
  return ok(coverFields(call, product));
}

function refuseCover(product: Product, media: string, image: Image): string | null {
  const isImage = /^image\/(jpeg|jpg|png|gif)$/i.test(media);
  if (!isImage && image.kind !== "video") return "Cover must be an image (JPEG, PNG, GIF) or a video.";
  if (isImage && (image.width === null || image.width === 0)) {
    return "Could not analyze cover. Please check the uploaded file.";
  }
  if (product.covers.length >= MOST_COVERS) {
    return "Sorry, we have a limit of 8 previews. Please delete an existing one before adding another.";
  }
  return isImage && image.size > LARGEST_IMAGE
    ? "Cover images must be smaller than 50 MB. Please resize or compress the image and try again."
    : null;
}
