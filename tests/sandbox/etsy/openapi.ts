import { readFileSync } from "node:fs";
import { z } from "zod";
import { type Form, mediaType, readForm, readMultipart } from "@/tests/sandbox/etsy/forms";
import { checkText, checkValue, type Schema, schemaSchema } from "@/tests/sandbox/etsy/schema";
import type { SandboxRequest } from "@/tests/sandbox/kit/types";

const parameterSchema = z.object({
  name: z.string(),
  in: z.enum(["path", "query", "header"]),
  required: z.boolean().default(false),
  schema: schemaSchema,
});
const contentSchema = z.record(z.string(), z.object({ schema: schemaSchema }));
const operationSchema = z.object({
  operationId: z.string(),
  parameters: z.array(parameterSchema).default([]),
  requestBody: z.object({ content: contentSchema }).optional(),
  responses: z.record(z.string(), z.object({ content: contentSchema.optional() })),
});
type Operation = z.infer<typeof operationSchema>;

const documentSchema = z.object({
  paths: z.record(z.string(), z.record(z.string(), operationSchema)),
  components: z.object({ schemas: z.record(z.string(), schemaSchema) }),
});

type Findings = { violations: string[]; ignored: string[] };

export type Openapi = {
  /** The operation of a request; a path without numbers wins over one with them. */
  find(method: string, path: string): { operation: Operation; path: string } | undefined;
  /** What breaks the document, and the fields it does not know. */
  check(request: SandboxRequest): Findings;
  /** What of an answer breaks the document; empty when it fits. */
  checkAnswer(method: string, path: string, status: number, body: unknown): string[];
};

/** Reads the official document; throws when the file is missing or not an OpenAPI document. */
export function readOpenapi(file: string): Openapi {
  const document = documentSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  const named = document.components.schemas;
  const routes = Object.entries(document.paths)
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        method: method.toUpperCase(),
        path,
        operation,
        pattern: new RegExp(`^${path.replace(/\{[^}]+\}/g, "([^/]+)")}$`),
      })),
    )
    .sort((a, b) => parametersIn(a.path) - parametersIn(b.path));

  const find = (method: string, path: string) =>
    routes.find((route) => route.method === method && route.pattern.test(path));

  return {
    find,
    check(request) {
      const route = find(request.method, request.path);
      if (route === undefined)
        return { violations: [`no operation ${request.method} ${request.path}`], ignored: [] };
      const values = route.pattern.exec(request.path)?.slice(1) ?? [];
      const names = [...route.path.matchAll(/\{([^}]+)\}/g)].map((match) => match[1] ?? "");
      const inPath = new Map(names.map((name, at) => [name, values[at] ?? ""]));
      const inQuery = new Map(request.query);
      const body = checkBody(request, route.operation, named);
      const known = new Set(route.operation.parameters.map((parameter) => parameter.name));
      const unknown = [...inQuery.keys()].filter((name) => !known.has(name)).map((name) => `query ${name}`);
      return {
        violations: [
          ...route.operation.parameters.flatMap((parameter) =>
            checkParameter(parameter, { inPath, inQuery, named }),
          ),
          ...body.violations,
        ],
        ignored: [...unknown, ...body.ignored],
      };
    },
    checkAnswer(method, path, status, body) {
      const schema = find(method, path)?.operation.responses[status]?.content?.["application/json"]?.schema;
      return schema === undefined ? [] : checkValue(schema, body, "answer", named);
    },
  };
}

type Named = Record<string, Schema>;

function checkParameter(
  parameter: z.infer<typeof parameterSchema>,
  values: { inPath: Map<string, string>; inQuery: Map<string, string>; named: Named },
): string[] {
  if (parameter.in === "header") return [];
  const value = (parameter.in === "path" ? values.inPath : values.inQuery).get(parameter.name);
  if (value === undefined) return parameter.required ? [`${parameter.in} ${parameter.name} is required`] : [];
  return checkText(parameter.schema, value, `${parameter.in} ${parameter.name}`, values.named);
}

function checkBody(request: SandboxRequest, operation: Operation, named: Named): Findings {
  const content = operation.requestBody?.content;
  if (content === undefined) return { violations: [], ignored: [] };
  const type = mediaType(request);
  const schema = content[type]?.schema;
  if (schema === undefined) {
    const wanted = Object.keys(content).join(", ");
    return { violations: [`content type is "${type}", not ${wanted}`], ignored: [] };
  }
  if (type === "application/json") return { violations: checkJson(schema, request, named), ignored: [] };
  const form = type === "multipart/form-data" ? readMultipart(request) : readForm(request);
  // A body without readable parts has its own refusal in the upload rules.
  return form === undefined ? { violations: [], ignored: [] } : checkForm(schema, form, named);
}

function checkJson(schema: Schema, request: SandboxRequest, named: Named): string[] {
  try {
    return checkValue(schema, JSON.parse(request.body.toString("utf8")), "body", named);
  } catch {
    return ["body is not JSON"];
  }
}

function checkForm(schema: Schema, form: Form, named: Named): Findings {
  const violations: string[] = [];
  const ignored: string[] = [];
  const properties = schema.properties ?? {};
  for (const name of schema.required ?? [])
    if (!form.fields.has(name)) violations.push(`body ${name} is required`);
  for (const name of form.parts.keys())
    if (properties[name]?.format !== "binary") ignored.push(`part ${name}`);
  for (const [name, value] of form.fields) {
    const property = properties[name];
    if (property === undefined) ignored.push(`body ${name}`);
    // Its first range moves every January, so the listing rules check it against the clock.
    else if (name !== "when_made") violations.push(...checkText(property, value, `body ${name}`, named));
  }
  return { violations, ignored };
}

function parametersIn(path: string): number {
  return path.split("{").length;
}
