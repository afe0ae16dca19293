import { PDFiumModule } from "@hyzyla/pdfium";

/**
 * The functions of PDFium we call, by their names in its C headers (https://pdfium.googlesource.com/pdfium/+/main/public/).
 * The package's own types know only a part of them.
 */
const functionNames = [
  "_malloc",
  "_free",
  "_FPDF_InitLibraryWithConfig",
  "_FPDF_LoadMemDocument",
  "_FPDF_CloseDocument",
  "_FPDF_GetLastError",
  "_FPDF_GetPageCount",
  "_FPDF_GetSecurityHandlerRevision",
  "_FPDF_GetMetaText",
  "_FPDF_LoadPage",
  "_FPDF_ClosePage",
  "_FPDF_GetPageWidthF",
  "_FPDF_GetPageHeightF",
  "_FPDFPage_CountObjects",
  "_FPDFPage_GetObject",
  "_FPDFPageObj_GetType",
  "_FPDFText_LoadPage",
  "_FPDFText_ClosePage",
  "_FPDFText_CountChars",
  "_FPDFText_GetUnicode",
  "_FPDFText_GetFontSize",
  "_FPDFText_GetMatrix",
  "_FPDFText_GetCharOrigin",
  "_FPDFBitmap_CreateEx",
  "_FPDFBitmap_FillRect",
  "_FPDFBitmap_GetBuffer",
  "_FPDFBitmap_GetStride",
  "_FPDFBitmap_Destroy",
  "_FPDF_RenderPageBitmap",
] as const;

type EngineFunctions = Record<(typeof functionNames)[number], (...values: number[]) => number>;

/** Its heap views are replaced when memory grows: read them from here each time, never keep one. */
export interface Engine extends EngineFunctions {
  HEAPU8: Uint8Array;
  HEAPF32: Float32Array;
  HEAPF64: Float64Array;
}

export async function startEngine(): Promise<Engine> {
  // The engine talks on standard output by default, which is ours.
  const silent: Parameters<typeof PDFiumModule>[0] & Record<string, () => void> = {
    print: () => {},
    printErr: () => {},
  };
  const engine: unknown = await PDFiumModule(silent);
  if (!isEngine(engine)) throw new Error("the PDF engine lacks a function");
  engine._FPDF_InitLibraryWithConfig(0);
  return engine;
}

function isEngine(value: unknown): value is Engine {
  if (typeof value !== "object" || value === null) return false;
  return (
    functionNames.every((name) => typeof Reflect.get(value, name) === "function") &&
    Reflect.get(value, "HEAPU8") instanceof Uint8Array &&
    Reflect.get(value, "HEAPF32") instanceof Float32Array &&
    Reflect.get(value, "HEAPF64") instanceof Float64Array
  );
}
