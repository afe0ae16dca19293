import { type Answer, notFound, ok, refused } from "@/tests/sandbox/gumroad/answers";
import type { Call } from "@/tests/sandbox/gumroad/context";
import { readSource } from "@/tests/sandbox/gumroad/media/source";
import { imageUrl } from "@/tests/sandbox/gumroad/products/view";
import type { Image, Product } from "@/tests/sandbox/gumroad/state";

const LARGEST = 5 * 1024 ** 2;
const SMALLEST_SIDE = 600;
const TRY_AGAIN = "Could not process your thumbnail, please try again.";

/** POST /products/:id/thumbnail: square, at least 600 x 600 pixels, under 5 MB; replaces the old one. */
export async function setThumbnail(call: Call, product: Product): Promise<Answer> {
  const source = await readSource(call);
  if ("problem" in source) {
    if (source.problem === "unsafe url") {
      return { status: 400, body: { success: false, message: "Please provide a valid public image URL." } };
    }
    if (source.problem === "not given") return refused("Please provide a signed_blob_id or url.");
    if (source.problem === "bad blob") return refused("The signed_blob_id is invalid or expired.");
    return refused(TRY_AGAIN);
  }
  const refusal = refuseThumbnail(source.media, source.image);
  if (refusal !== null) return refused(refusal);
  product.thumbnail = source.image;
  return ok({ thumbnail: { url: imageUrl(call, source.image), guid: source.image.id } });
}

/** DELETE /products/:id/thumbnail. */
export function deleteThumbnail(_call: Call, product: Product): Answer {
  if (product.thumbnail === null) return notFound("thumbnail");
  product.thumbnail = null;
  return ok({ thumbnail: null });
}

function refuseThumbnail(media: string, image: Image): string | null {
  if (!/^image\/(jpeg|jpg|png|gif)$/i.test(media)) return TRY_AGAIN;
  if (image.size >= LARGEST) {
    return "Could not process your thumbnail, please upload an image with size smaller than 5 MB.";
  }
  if (image.width !== image.height) return "Please upload a square thumbnail.";
  return (image.width ?? 0) < SMALLEST_SIDE ? TRY_AGAIN : null;
}
