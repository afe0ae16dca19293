import { z } from "zod";
import { type Env, env } from "./env";
import type { Operation } from "./route/operation";
import { operations } from "./route/operations";
import { problemSchema, titles } from "./route/problem";
import { sessionCookie } from "./sign-in/token";

type Json = Record<string, unknown>;

/** The OpenAPI 3.1 document of this server, made from the schemas that its routes check with. */
export function openApi({ appUrl }: Pick<Env, "appUrl"> = env()): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const operation of operations) {
    const method = operation.method.toLowerCase();
    const before = paths[operation.path]?.[method];
    const described = before ? withContent(before, operation) : entryOf(operation);
    paths[operation.path] = { ...paths[operation.path], [method]: described };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Passive Income Dashboard",
      version: "1",
      description:
        "Lists are bare arrays with the next page in the Link header. Money is a number in major units beside its currency. Times are UTC.",
    },
    servers: [{ url: appUrl }],
    paths,
    components: {
      schemas: { Problem: schemaOf(problemSchema, "output") },
      securitySchemes: {
        token: { type: "http", scheme: "bearer", description: "API_TOKEN" },
        session: { type: "apiKey", in: "cookie", name: sessionCookie().name },
        cron: { type: "http", scheme: "bearer", description: "CRON_SECRET" },
      },
    },
  };
}

const security = { member: [{ token: [] }, { session: [] }], cron: [{ cron: [] }], webhook: [], anyone: [] };

function entryOf(operation: Operation): Json {
  const parameters = [...parametersOf(operation.params, "path"), ...parametersOf(operation.query, "query")];
  return {
    summary: operation.summary,
    security: security[operation.access],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(takesBody(operation) ? { requestBody: { required: true, content: contentOf(operation) } } : {}),
    responses: { [operation.status]: success(operation), ...refusals(operation) },
  };
}

/** Two operations of one address differ in what they take: JSON, or a form with a file. */
function withContent(before: Json, operation: Operation): Json {
  const { content } = z.object({ content: z.record(z.string(), z.unknown()) }).parse(before.requestBody);
  return { ...before, requestBody: { required: true, content: { ...content, ...contentOf(operation) } } };
}

function takesBody({ body, filePart }: Operation): boolean {
  return body !== undefined || filePart !== undefined;
}

function contentOf({ body, filePart }: Operation): Json {
  const schema = body ? schemaOf(body, "input") : { type: "object" };
  if (filePart === undefined) return { "application/json": { schema } };
  const fields = z.object({ properties: z.record(z.string(), z.unknown()).default({}) }).parse(schema);
  const properties = { [filePart]: { type: "string", format: "binary" }, ...fields.properties };
  return { "multipart/form-data": { schema: { type: "object", properties, required: [filePart] } } };
}

function parametersOf(schema: z.ZodType | undefined, place: "path" | "query"): Json[] {
  if (!schema) return [];
  const shape = z.object({
    properties: z.record(z.string(), z.unknown()),
    required: z.array(z.string()).default([]),
  });
  // Read as text, meant as a number: the document shows what is meant.
  const { properties } = shape.parse(schemaOf(schema, "output"));
  const { required } = shape.parse(schemaOf(schema, "input"));
  return Object.entries(properties).map(([name, meant]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    schema: meant,
  }));
}

function success({ answer, paged, media }: Operation): Json {
  const content = answer
    ? { "application/json": { schema: schemaOf(answer, "output") } }
    : { [media ?? "application/octet-stream"]: { schema: { type: "string", format: "binary" } } };
  const headers = { Link: { description: 'The next page, rel="next"', schema: { type: "string" } } };
  return { description: "Success", content, ...(paged ? { headers } : {}) };
}

const ofAccess = { member: [401, 403], cron: [401], webhook: [401], anyone: [403] };

function refusals({ access, errors, method }: Operation): Json {
  const statuses = [...new Set([...ofAccess[access], ...errors])].filter(
    (status) => status !== 403 || method !== "GET" || access === "member",
  );
  const content = { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } };
  return Object.fromEntries(statuses.map((status) => [status, { description: titles[status], content }]));
}

/** JSON Schema 2020-12, the dialect of OpenAPI 3.1. */
function schemaOf(schema: z.ZodType, io: "input" | "output"): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  return rest;
}
