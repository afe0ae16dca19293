import { z } from "zod";

/** The part of OpenAPI 3.0 schemas that Etsy's document uses. */
export type Schema = {
  $ref?: string;
  oneOf?: Schema[];
  type?: string;
  format?: string;
  nullable?: boolean;
  enum?: unknown[];
  minimum?: number;
  maximum?: number;
  required?: string[];
  properties?: Record<string, Schema>;
  items?: Schema;
};

export const schemaSchema: z.ZodType<Schema> = z.lazy(() =>
  z.object({
    $ref: z.string().optional(),
    oneOf: z.array(schemaSchema).optional(),
    type: z.string().optional(),
    format: z.string().optional(),
    nullable: z.boolean().optional(),
    enum: z.array(z.unknown()).optional(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    required: z.array(z.string()).optional(),
    properties: z.record(z.string(), schemaSchema).optional(),
    items: schemaSchema.optional(),
  }),
);

type Named = Record<string, Schema>;

/** What is wrong with a JSON value, as sentences; empty when it fits. */
export function checkValue(schema: Schema, value: unknown, at: string, named: Named): string[] {
  if (schema.$ref !== undefined) return checkValue(resolve(schema.$ref, named), value, at, named);
  if (value === null) return schema.nullable === true ? [] : [`${at} is null`];
  if (schema.oneOf !== undefined) {
    const tries = schema.oneOf.map((one) => checkValue(one, value, at, named));
    return tries.find((one) => one.length === 0) ?? tries[0] ?? [];
  }
  const wrong = [...checkType(schema, value, at), ...checkLimits(schema, value, at)];
  if (wrong.length > 0) return wrong;
  if (Array.isArray(value)) {
    const items = schema.items;
    if (items === undefined) return [];
    return value.flatMap((item: unknown, index) => checkValue(items, item, `${at}/${index}`, named));
  }
  return typeof value === "object" ? checkObject(schema, new Map(Object.entries(value)), at, named) : [];
}

/** The same for a value that travels as text in a path, query or form; arrays are comma-separated. */
export function checkText(schema: Schema, text: string, at: string, named: Named): string[] {
  if (schema.$ref !== undefined) return checkText(resolve(schema.$ref, named), text, at, named);
  if (text === "" && schema.nullable === true) return [];
  switch (schema.type) {
    case "integer":
      return /^-?\d+$/.test(text) ? checkLimits(schema, Number(text), at) : [`${at} is not an integer`];
    case "number":
      return /^-?\d+(\.\d+)?$/.test(text) ? checkLimits(schema, Number(text), at) : [`${at} is not a number`];
    case "boolean":
      return ["true", "false", "1", "0"].includes(text) ? [] : [`${at} is not a boolean`];
    case "array": {
      const items = schema.items;
      if (items === undefined || text === "") return [];
      return text.split(",").flatMap((item) => checkText(items, item, at, named));
    }
    default:
      return checkLimits(schema, text, at);
  }
}

function checkObject(schema: Schema, fields: Map<string, unknown>, at: string, named: Named): string[] {
  const missing = (schema.required ?? []).filter((name) => !fields.has(name));
  return [
    ...missing.map((name) => `${at}/${name} is required`),
    ...Object.entries(schema.properties ?? {}).flatMap(([name, property]) =>
      fields.has(name) ? checkValue(property, fields.get(name), `${at}/${name}`, named) : [],
    ),
  ];
}

function checkType(schema: Schema, value: unknown, at: string): string[] {
  const fits: Record<string, boolean> = {
    integer: Number.isInteger(value),
    number: typeof value === "number",
    boolean: typeof value === "boolean",
    string: typeof value === "string",
    array: Array.isArray(value),
    object: typeof value === "object" && !Array.isArray(value),
  };
  return schema.type === undefined || fits[schema.type] === true
    ? []
    : [`${at} is not of type ${schema.type}`];
}

function checkLimits(schema: Schema, value: unknown, at: string): string[] {
  if (schema.enum !== undefined && !schema.enum.includes(value))
    return [`${at} is not one of ${schema.enum.join(", ")}`];
  if (typeof value !== "number") return [];
  if (schema.minimum !== undefined && value < schema.minimum) return [`${at} is below ${schema.minimum}`];
  if (schema.maximum !== undefined && value > schema.maximum) return [`${at} is above ${schema.maximum}`];
  return [];
}

function resolve(reference: string, named: Named): Schema {
  const schema = named[reference.replace("#/components/schemas/", "")];
  if (schema === undefined) throw new Error(`the OpenAPI document lacks ${reference}`);
  return schema;
}
