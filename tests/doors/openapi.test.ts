import { Validator } from "@seriousme/openapi-schema-validator";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { z } from "zod";
import { openApi } from "@/lib/openapi";
import { operations } from "@/lib/route/operations";

const document = openApi({ appUrl: "http://127.0.0.1:3000" });
const content = z.record(z.string(), z.object({ schema: z.record(z.string(), z.unknown()) }));
const answer = z.object({ description: z.string().min(2), content: content.default({}) });
const entry = z.object({
  summary: z.string().min(5),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  parameters: z
    .array(
      z.object({ name: z.string(), in: z.string(), required: z.boolean(), schema: z.object({}).loose() }),
    )
    .default([]),
  requestBody: z.object({ content }).optional(),
  responses: z.record(z.string(), answer),
});
const paths = z.record(z.string(), z.record(z.string(), entry)).parse(document.paths);
const described = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, one]) => ({ name: `${method.toUpperCase()} ${path}`, path, ...one })),
);
const operationOf = (name: string) => operations.filter(({ method, path }) => `${method} ${path}` === name);

test("the document is OpenAPI 3.1, by the schema of the specification", async () => {
  const { valid, errors } = await new Validator().validate(structuredClone(document));
  expect(errors).toBeUndefined();
  expect(valid).toBe(true);
});

test("every schema in it is a JSON Schema of its dialect, and every reference leads somewhere", () => {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, validateFormats: false });
  // In the place where the document's own references look for it.
  ajv.addSchema({ $id: "https://example.org/document", components: document.components }, "document");
  ajv.addVocabulary(["components"]);
  let seen = 0;
  const walk = (value: unknown) => {
    if (typeof value !== "object" || value === null) return;
    for (const [name, inner] of Object.entries(value)) {
      if (name === "schema") {
        const text = JSON.stringify(inner).replaceAll('"#/', '"https://example.org/document#/');
        ajv.compile(JSON.parse(text));
        seen += 1;
      } else walk(inner);
    }
  };
  walk(document.paths);
  expect(seen).toBeGreaterThan(100);
});

test("it describes exactly the operations that there are", () => {
  expect(described.map(({ name }) => name).sort()).toEqual(
    [...new Set(operations.map(({ method, path }) => `${method} ${path}`))].sort(),
  );
});

test.each(described)("$name: credential, success and refusals as the operation says", ({ name, ...one }) => {
  const [operation] = operationOf(name);
  if (!operation) throw new Error(`There is no ${name}.`);
  const security = { member: ["token", "session"], cron: ["cron"], webhook: [], anyone: [] }[
    operation.access
  ];
  expect(one.security.flatMap((way) => Object.keys(way))).toEqual(security);
  expect(Object.keys(one.responses)).toEqual(
    expect.arrayContaining([operation.status, ...operation.errors].map(String)),
  );
  for (const [status, { content: types }] of Object.entries(one.responses)) {
    const type = Number(status) < 300 ? (operation.media ?? "application/json") : "application/problem+json";
    expect(Object.keys(types), status).toEqual([type]);
  }
  const takes = operationOf(name).flatMap(({ body, filePart }) =>
    filePart ? ["multipart/form-data"] : body ? ["application/json"] : [],
  );
  expect(Object.keys(one.requestBody?.content ?? {})).toEqual(takes);
});

test("each list is a bare array with paging parameters", () => {
  for (const { path, method, paged } of operations.filter((one) => one.paged)) {
    const one = described.find(({ name }) => name === `${method} ${path}`);
    expect(one?.responses[200]?.content["application/json"]?.schema.type, path).toBe("array");
    expect(one?.parameters.map(({ name }) => name).slice(0, 2), path).toEqual(["limit", "cursor"]);
    expect(paged).toBe(true);
  }
});

test("what is no JSON says what it is", () => {
  const media = described.flatMap(({ path, responses }) =>
    Object.values(responses).flatMap(({ content: types }) =>
      Object.keys(types)
        .filter((type) => !/json$/.test(type))
        .map((type) => [path.replace("/api/passive-income", ""), type]),
    ),
  );
  expect(media).toEqual([
    ["/manuals/{id}/images/{index}", "image/jpeg"],
    ["/listings/{id}/files/{index}", "application/octet-stream"],
    ["/revenue.csv", "text/csv"],
  ]);
});

test("it names no secret and no address of this machine but the server's", () => {
  const text = JSON.stringify(document);
  expect(text.match(/https?:\/\/[^"\s]+/g)).toEqual(["http://127.0.0.1:3000"]);
});
