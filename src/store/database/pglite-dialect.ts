import {
  AbortedTransactionError,
  CompiledQuery,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type DatabaseConnection,
  type DatabaseIntrospector,
  type Dialect,
  type Driver,
  type Kysely,
  type QueryResult,
  type TransactionSettings,
} from "kysely";
import type { PgliteProxy, PgliteTransaction } from "./pglite-proxy.ts";
import { quoteName } from "./sql-session.ts";

/**
 * Kysely over the proxy. Kysely's own PGlite dialect lets one query through at a time, ignores isolation levels, and
 * waits for ever where `begin` fails; the proxy queues by itself, so that here many queries may be under way.
 */
export class PgliteProxyDialect implements Dialect {
  readonly #proxy: PgliteProxy;

  constructor(proxy: PgliteProxy) {
    this.#proxy = proxy;
  }

  createDriver(): Driver {
    return new PgliteProxyDriver(this.#proxy);
  }

  createAdapter(): PostgresAdapter {
    return new PostgresAdapter();
  }

  createQueryCompiler(): PostgresQueryCompiler {
    return new PostgresQueryCompiler();
  }

  createIntrospector(db: Kysely<unknown>): DatabaseIntrospector {
    return new PostgresIntrospector(db);
  }
}

class PgliteProxyDriver implements Driver {
  readonly #proxy: PgliteProxy;

  constructor(proxy: PgliteProxy) {
    this.#proxy = proxy;
  }

  async init(): Promise<void> {
    await this.#proxy.waitReady;
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    return new PgliteProxyConnection(this.#proxy);
  }

  async beginTransaction(connection: PgliteProxyConnection, settings: TransactionSettings): Promise<void> {
    const isolation = settings.isolationLevel === undefined ? "" : ` isolation level ${settings.isolationLevel}`;
    const access = settings.accessMode === undefined ? "" : ` ${settings.accessMode}`;
    await connection.begin(`start transaction${isolation}${access}`);
  }

  async commitTransaction(connection: PgliteProxyConnection): Promise<void> {
    await connection.commit();
  }

  async rollbackTransaction(connection: PgliteProxyConnection): Promise<void> {
    await connection.rollback();
  }

  async savepoint(connection: DatabaseConnection, name: string): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw(`savepoint ${quoteName(name)}`));
  }

  async rollbackToSavepoint(connection: DatabaseConnection, name: string): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw(`rollback to ${quoteName(name)}`));
  }

  async releaseSavepoint(connection: DatabaseConnection, name: string): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw(`release ${quoteName(name)}`));
  }

  async releaseConnection(connection: PgliteProxyConnection): Promise<void> {
    await connection.rollback();
  }

  /** The proxy belongs to whoever opened it. */
  async destroy(): Promise<void> {}
}

const WRITES: ReadonlySet<string> = new Set(["INSERT", "UPDATE", "DELETE", "MERGE"]);

class PgliteProxyConnection implements DatabaseConnection {
  readonly #proxy: PgliteProxy;
  #transaction: PgliteTransaction | undefined;

  constructor(proxy: PgliteProxy) {
    this.#proxy = proxy;
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const result = await (this.#transaction ?? this.#proxy).query<Row>(query.sql, query.parameters);
    if (!WRITES.has(result.command)) return { rows: result.rows };
    return { rows: result.rows, numAffectedRows: BigInt(result.affectedRows) };
  }

  streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    throw new Error("streaming is not offered by the embedded database: read in pages");
  }

  async begin(sql: string): Promise<void> {
    this.#transaction = await this.#proxy.begin(sql);
  }

  async commit(): Promise<void> {
    const transaction = this.#transaction;
    this.#transaction = undefined;
    if ((await transaction?.commit()) === "ROLLBACK") throw new AbortedTransactionError();
  }

  async rollback(): Promise<void> {
    const transaction = this.#transaction;
    this.#transaction = undefined;
    await transaction?.rollback();
  }
}
