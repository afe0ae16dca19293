import { z } from "zod";
import type { SandboxAnswer, SandboxRequest } from "@/tests/sandbox/kit/types";
import { escapeHtml, page } from "@/tests/sandbox/payhip/html";
import { currencySchema, minorUnits } from "@/tests/sandbox/payhip/money";
import { addProduct, permalinkOf } from "@/tests/sandbox/payhip/products";
import type { Upload } from "@/tests/sandbox/payhip/rows";
import type { World } from "@/tests/sandbox/payhip/world";

const EMPTY = { title: "", price: "", currency: "USD", description: "" };

const typedSchema = z.object({
  title: z.string().trim().min(1),
  price: z.string(),
  currency: z.string().trim().toUpperCase().pipe(currencySchema),
  // A browser sends every line break as two signs.
  description: z.string().transform((text) => text.replaceAll("\r\n", "\n")),
});

/** `/product/add/digital`: the only place where a product is made, by a person. A refused form comes back with 422. */
export async function addDigital(world: World, request: SandboxRequest): Promise<SandboxAnswer> {
  if (request.method !== "POST") return page(200, "Add a digital product", form(EMPTY));
  const sent = await readForm(request);
  const texts = Object.fromEntries([...sent].filter(([, value]) => typeof value === "string"));
  const typed = typedSchema.safeParse({ ...EMPTY, ...texts });
  const price = typed.success ? minorUnits(typed.data.price, typed.data.currency) : undefined;
  if (!typed.success || price === undefined) {
    const wrong = typed.success
      ? "price"
      : typed.error.issues.map((issue) => issue.path.join(".")).join(", ");
    const shown = { ...EMPTY, ...z.record(z.string(), z.string()).parse(texts) };
    return page(422, "Add a digital product", form(shown, `Please check: ${wrong}`));
  }
  const [file, cover] = [await keep(world, sent.get("file")), await keep(world, sent.get("cover"))];
  const product = addProduct(world, { ...typed.data, price, file, cover });
  return { status: 303, headers: { location: permalinkOf(product, request.origin) }, body: "" };
}

/** Multipart or urlencoded; anything else reads as an empty form. */
async function readForm(request: SandboxRequest): Promise<FormData> {
  const headers = { "content-type": request.headers["content-type"] ?? "" };
  const body = new Response(new Uint8Array(request.body), { headers });
  return body.formData().catch(() => new FormData());
}

/** A browser sends an empty file for an input without one. */
async function keep(world: World, sent: FormDataEntryValue | null): Promise<Upload | null> {
  if (!(sent instanceof File) || sent.size === 0) return null;
  const kept = world.books.keepFile(Buffer.from(await sent.arrayBuffer()));
  return { ...kept, name: sent.name, type: sent.type };
}

function form(typed: typeof EMPTY, wrong = ""): string {
  return `<h1>Add a digital product</h1>
${wrong === "" ? "" : `<p role="alert">${escapeHtml(wrong)}</p>`}
<form method="post" action="/product/add/digital" enctype="multipart/form-data" style="display:grid;gap:.5rem">
<label for="title">Title</label><input id="title" name="title" required value="${escapeHtml(typed.title)}">
<label for="price">Price</label><input id="price" name="price" required inputmode="decimal" value="${escapeHtml(typed.price)}">
<label for="currency">Currency</label><input id="currency" name="currency" required value="${escapeHtml(typed.currency)}">
<label for="description">Description</label><textarea id="description" name="description" rows="8">${escapeHtml(typed.description)}</textarea>
<label for="file">File</label><input id="file" name="file" type="file">
<label for="cover">Cover</label><input id="cover" name="cover" type="file" accept="image/*">
<button type="submit">Add product</button>
</form>`;
}
