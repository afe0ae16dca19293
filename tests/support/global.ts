import { Client } from "pg";
import type { TestProject } from "vitest/node";
import { openDb } from "@/db/client";
import { ensureTemplate } from "@/db/template";
import { startNeonProxy } from "./neon-proxy";
import { startPostgres } from "./postgres";

declare module "vitest" {
  interface ProvidedContext {
    /** Of the database `postgres` on this run's server. */
    postgresUrl: string;
    /** host:port */
    neonProxy: string;
  }
}

/** The name of the migrated database that tests copy. */
export const templateName = "migrated";

/** Once a test run: one Postgres with a migrated template, one Neon proxy, one embedded template. Missing is a failure. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startPostgres();
  const proxy = await startNeonProxy();
  const client = new Client({ connectionString: server.url("postgres") });
  await client.connect();
  await client.query(`create database ${templateName}`);
  await client.end();
  const template = await openDb({
    url: server.url(templateName),
    dataDir: "",
    migrate: true,
    maxConnections: 1,
  });
  await template.close();
  if ((await ensureTemplate()) === null) throw new Error("The embedded template could not be made.");
  project.provide("postgresUrl", server.url("postgres"));
  project.provide("neonProxy", proxy.address);
  return async () => {
    await proxy.stop();
    await server.stop();
  };
}
