import type { PdfRefusedCause } from "../errors";

/** Ends the child's work: the file is at fault. The parent makes the sentence. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  constructor(
    readonly kind: PdfRefusedCause,
    readonly pages?: number,
  ) {
    super(kind);
  }
}
