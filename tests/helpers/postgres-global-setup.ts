import type { TestProject } from "vitest/node";
import { startPostgresServer, type PostgresServer } from "./postgres-server.ts";
import { POSTGRES_URL_VARIABLE } from "./test-database-postgres.ts";

declare module "vitest" {
  interface ProvidedContext {
    postgresUrl: string;
  }
}

let server: PostgresServer | undefined;

/** One real PostgreSQL for the whole run; a server of your own is used where the variable names one. */
export async function setup(project: TestProject): Promise<void> {
  const given = process.env[POSTGRES_URL_VARIABLE];
  if (given === undefined) server = await startPostgresServer();
  const url = given ?? server?.url ?? "";
  process.env[POSTGRES_URL_VARIABLE] = url;
  project.provide("postgresUrl", url);
}

export async function teardown(): Promise<void> {
  if (server === undefined) return;
  delete process.env[POSTGRES_URL_VARIABLE];
  await server.stop();
}
