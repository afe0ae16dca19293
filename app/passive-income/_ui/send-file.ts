import { type Answer, refusal } from "./api";

/**
 * Sends a multipart form to our API and tells how far the body is (0-1). XMLHttpRequest, because fetch does not
 * report the progress of a request body. Never throws.
 */
export function sendFile(
  path: string,
  parts: Record<string, File>,
  onProgress: (done: number) => void,
): Promise<Answer> {
  const form = new FormData();
  for (const [name, file] of Object.entries(parts)) form.append(name, file, file.name);
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/api/passive-income/${path}`);
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.upload.onload = () => onProgress(1);
    request.onload = () => {
      const done = request.status >= 200 && request.status < 300;
      resolve(
        done ? { ok: true, body: request.responseText } : refusal(request.status, request.responseText),
      );
    };
    request.onerror = () =>
      resolve({
        ok: false,
        status: 0,
        detail: "The connection broke. Nothing was added. Choose the file again.",
        fields: {},
      });
    request.send(form);
  });
}
