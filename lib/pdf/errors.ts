/** Why a file is refused. The seller can do something about each of them. */
export type PdfRefusedCause =
  | "not_a_pdf"
  | "empty"
  | "truncated"
  | "needs_password"
  | "too_many_pages"
  | "bomb"
  | "unreadable";

const sentences: Record<PdfRefusedCause, string> = {
  not_a_pdf:
    "This file is not a PDF: it does not begin like one. Its name may end in .pdf, its content does not match.",
  empty: "This file is empty (0 bytes). The upload or the export that made it went wrong.",
  truncated:
    "This PDF is truncated: its end is missing. Copy or download it again and upload the whole file.",
  needs_password: "This PDF needs a password to open. Save a copy without a password and upload that one.",
  too_many_pages: "This PDF has too many pages.",
  bomb: "This PDF is a decompression bomb: it is small, but opening it would take far more memory than a manual needs.",
  unreadable:
    "This PDF is damaged: its pages cannot be opened. Export it again from the program that made it.",
};

/** The file itself is at fault. `message` is a sentence for the seller that names the cause. */
export class PdfRefused extends Error {
  override readonly name = "PdfRefused";
  constructor(
    override readonly cause: PdfRefusedCause,
    sentence: string = sentences[cause],
  ) {
    super(sentence);
  }
}

/** `aborted`: the caller's signal; `crash`: the reader ended without an answer. */
export type PdfFailedCause = "time" | "memory" | "crash" | "aborted";

/** The file could not be read within its limits, or the reader broke. The file may be fine. */
export class PdfFailed extends Error {
  override readonly name = "PdfFailed";
  constructor(
    override readonly cause: PdfFailedCause,
    /** A sentence a seller understands. */
    message: string,
    /** What the reader said at its end, for a log; never for a screen. */
    readonly words = "",
  ) {
    super(message);
  }
}
