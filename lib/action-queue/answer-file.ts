import type { App } from "../app";
import { AppError } from "../errors";
import { PdfFailed, PdfRefused } from "../pdf/errors";
import { pdfLimits } from "../pdf/limits";
import { inspectPdf } from "../pdf/pdf";
import { megabytes } from "../size";
import type { ActionRow, FileAnswer } from "./answers";

/**
 * Takes a PDF that answers an action: checked, and kept for the listing that the action is about.
 * @throws AppError `invalid` when the action asks for no file, or the file is too large or no PDF we can read.
 */
export async function takeAnswerFile(
  app: Pick<App, "storage" | "maxUploadBytes">,
  action: ActionRow,
  file: { path: string; name: string; size: number; sha256: string },
): Promise<FileAnswer> {
  if (action.inputType !== "file" || action.listingId === null)
    throw unfit("This action does not ask for a file.");
  const given = action.context.limit_bytes;
  const limit = typeof given === "number" ? given : app.maxUploadBytes;
  if (file.size > limit) {
    throw unfit(`This file has ${megabytes(file.size, limit)}, at most ${megabytes(limit)} are possible.`);
  }
  await check(file.path);
  const key = `overrides/${action.listingId}/${file.sha256}.pdf`;
  await app.storage.take(key, file.path);
  return { key, size: file.size, sha256: file.sha256, name: file.name };
}

async function check(path: string): Promise<void> {
  try {
    await inspectPdf(path, { limits: pdfLimits });
  } catch (error) {
    if (error instanceof PdfRefused || error instanceof PdfFailed) throw unfit(error.message);
    throw error;
  }
}

function unfit(message: string): AppError {
  return new AppError("invalid", message, { problems: [{ path: "response", message }] });
}
