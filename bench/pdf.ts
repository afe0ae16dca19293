import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { messageOf } from "@/lib/errors";
import { pdfLimits } from "@/lib/pdf/limits";
import { inspectPdf, readPdf } from "@/lib/pdf/pdf";

/** `node --import tsx bench/pdf.ts <files...>`: what checking and reading each PDF costs. */
interface Row {
  file: string;
  pages: number | null;
  peakMb: number | null;
  inspectMs: number;
  readMs: number | null;
  title: string;
}

const files = process.argv.slice(2);
if (files.length === 0) {
  console.error("Usage: node --import tsx bench/pdf.ts <files...>");
  process.exit(1);
}

const rows: Row[] = [];
for (const file of files) {
  const row = await measure(file);
  console.log(`${row.file}: ${row.pages ?? "no"} pages, ${row.peakMb ?? "?"} MB, ${row.title}`);
  rows.push(row);
}
console.log(table(rows));

async function measure(file: string): Promise<Row> {
  const fileName = path.basename(file);
  const out = await mkdtemp(path.join(os.tmpdir(), "pdf-bench-"));
  const start = performance.now();
  let checked = start;
  try {
    const inspection = await inspectPdf(file, { limits: pdfLimits });
    checked = performance.now();
    const facts = await readPdf(file, out, { fileName, limits: pdfLimits });
    return {
      file: fileName,
      pages: facts.pageCount,
      peakMb: Math.max(inspection.peakMb, facts.peakMb),
      inspectMs: Math.round(checked - start),
      readMs: Math.round(performance.now() - checked),
      title: facts.title.value,
    };
  } catch (error) {
    const inspectMs = Math.round(performance.now() - start);
    return { file: fileName, pages: null, peakMb: null, inspectMs, readMs: null, title: messageOf(error) };
  } finally {
    await rm(out, { recursive: true, force: true });
  }
}

function table(rows: Row[]): string {
  const head = ["file", "pages", "peak MB", "inspect ms", "read ms"];
  const lines = rows.map((row) =>
    [row.file, row.pages, row.peakMb, row.inspectMs, row.readMs].map((v) => `${v ?? "-"}`),
  );
  const widths = head.map((name, at) => Math.max(name.length, ...lines.map((line) => line[at]?.length ?? 0)));
  const print = (line: string[]) => line.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join("  ");
  return [head, ...lines].map(print).join("\n");
}
