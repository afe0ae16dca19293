"use client";

import { FileUp, Upload as UploadIcon } from "lucide-react";
import { useRouter } from "next/navigation";
import { type DragEvent, useRef, useState } from "react";
import { Button } from "../_ui/button";
import { sendFile } from "../_ui/send-file";
import { UploadRow, type UploadState } from "./upload-row";

/** A place to drop PDFs, and what becomes of each: every file goes its own way and fails alone. */
export function Upload() {
  const router = useRouter();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [uploads, setUploads] = useState<UploadState[]>([]);
  const line = useRef(Promise.resolve());
  const count = useRef(0);

  const change = (key: number, now: Partial<UploadState>) =>
    setUploads((all) => all.map((one) => (one.key === key ? { ...one, ...now } : one)));

  async function upload(key: number, file: File) {
    change(key, { phase: "sending" });
    const answer = await sendFile("manuals", { file }, (done) =>
      change(key, done < 1 ? { done } : { done, phase: "checking" }),
    );
    change(key, answer.ok ? { phase: "added" } : { phase: "refused", error: answer.detail });
    if (answer.ok) router.refresh();
  }

  function add(files: Iterable<File>) {
    for (const file of files) {
      const key = count.current++;
      setUploads((all) => [...all, { key, name: file.name, size: file.size, phase: "waiting", done: 0 }]);
      // One after the other: a home connection is not faster with ten at once.
      line.current = line.current.then(() => upload(key, file));
    }
  }

  function drop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    add(event.dataTransfer.files);
  }

  return (
    <section
      aria-label="Add manuals"
      data-over={over || undefined}
      className="rounded-lg border border-dashed border-input bg-card data-over:border-solid data-over:border-ring data-over:bg-info-subtle"
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <div className="flex flex-wrap items-center gap-4 p-5 max-md:p-4">
        <span className="grid size-10 place-items-center rounded-lg bg-info-subtle text-info max-sm:hidden">
          <FileUp className="size-5" aria-hidden />
        </span>
        <div className="min-w-0 flex-1 basis-60">
          <h2 className="font-semibold">Drop PDFs here</h2>
          <p className="text-muted-foreground">
            We read the text, make a cover and draft title and tags. Nothing is listed until you confirm your
            rights.
          </p>
        </div>
        <input
          ref={input}
          type="file"
          accept="application/pdf,.pdf"
          multiple
          className="sr-only"
          tabIndex={-1}
          aria-label="PDF files"
          onChange={(event) => {
            add(event.currentTarget.files ?? []);
            event.currentTarget.value = "";
          }}
        />
        <Button onClick={() => input.current?.click()} className="max-sm:w-full">
          <UploadIcon aria-hidden />
          Choose files
        </Button>
      </div>
      {uploads.length > 0 && (
        <ul aria-label="Uploads">
          {uploads.map((one) => (
            <UploadRow
              key={one.key}
              upload={one}
              dismiss={() => setUploads((all) => all.filter(({ key }) => key !== one.key))}
            />
          ))}
        </ul>
      )}
    </section>
  );
}
