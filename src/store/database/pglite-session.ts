import type { PGlite } from "@electric-sql/pglite";
import type { StatementErrorFields } from "./database-failure.ts";
import type { PgliteReply, PgliteRequest, PgliteRows } from "./pglite-messages.ts";

/** PostgreSQL's own code for a session that idled too long inside a transaction. */
const IDLE_IN_TRANSACTION = "25P03";
const NO_ACTIVE_TRANSACTION = "25P01";
const ACTIVE_TRANSACTION = "25001";
const IN_FAILED_TRANSACTION = "25P02";
const NOT_COMPLETED = "XX000";

type SessionOptions = Readonly<{
  idleTransactionMsMax: number;
  reply: (reply: PgliteReply) => void;
  /** The WASM instance is gone; nothing more can be asked of it. */
  fatal: (message: string) => void;
  countSyncs: () => number;
  dumpImage: (file: string) => Promise<void>;
}>;

/**
 * The one session that PGlite has, shared by many callers: requests run in the order they came, and while a transaction
 * is open only its own requests run. INVARIANT: a request without a transaction never runs inside somebody's transaction.
 */
export class PgliteSession {
  readonly #pg: PGlite;
  readonly #options: SessionOptions;
  readonly #waiting: PgliteRequest[] = [];
  readonly #owned: PgliteRequest[] = [];
  #open: number | undefined;
  #rolledBackIdle: number | undefined;
  #closing: PgliteRequest | undefined;
  #busy = false;
  #idleTimer: NodeJS.Timeout | undefined;

  constructor(pg: PGlite, options: SessionOptions) {
    this.#pg = pg;
    this.#options = options;
  }

  submit(request: PgliteRequest): void {
    const transaction = "transaction" in request ? request.transaction : undefined;
    if (request.op === "close") this.#closing = request;
    else if (transaction === undefined) this.#waiting.push(request);
    else if (transaction === this.#open) this.#owned.push(request);
    else this.#refuse(request, this.#notOpen(transaction));
    if (!this.#busy) void this.#pump();
  }

  async #pump(): Promise<void> {
    this.#busy = true;
    clearTimeout(this.#idleTimer);
    for (let request = this.#next(); request !== undefined; request = this.#next()) await this.#answer(request);
    if (this.#closing !== undefined) return this.#close(this.#closing);
    this.#busy = false;
    if (this.#open !== undefined && this.#waiting.length > 0) this.#watchIdle(this.#open);
  }

  #next(): PgliteRequest | undefined {
    return this.#open === undefined ? this.#waiting.shift() : this.#owned.shift();
  }

  async #answer(request: PgliteRequest): Promise<void> {
    try {
      const value = await this.#run(request);
      this.#options.reply({ kind: "done", id: request.id, value });
    } catch (error) {
      if (isWasmDeath(error) || (isSuspicious(error) && !(await this.#answersProbe()))) return this.#options.fatal(String(error));
      this.#refuse(request, fieldsOf(error));
    }
  }

  /**
   * After some failures inside the WASM program (endless recursion is one) PGlite goes on answering, without an error and
   * without doing anything: an acknowledged write would be lost. A statement that reports no completion asks for this.
   */
  async #answersProbe(): Promise<boolean> {
    try {
      const { rows } = await this.#pg.query<unknown[]>("select 7 * 6", [], { rowMode: "array" });
      return rows[0]?.[0] === 42;
    } catch (error) {
      return fieldsOf(error).code === IN_FAILED_TRANSACTION;
    }
  }

  async #run(request: PgliteRequest): Promise<PgliteRows | number | undefined> {
    switch (request.op) {
      case "query":
        return this.#autocommit(request.transaction, () => this.#query(request.sql, request.params));
      case "exec":
        return this.#autocommit(request.transaction, () => this.#exec(request.sql));
      case "begin":
        await this.#pg.exec(request.sql);
        this.#open = request.opens;
        return undefined;
      case "end":
        return this.#end(request.sql);
      case "count-syncs":
        return this.#options.countSyncs();
      case "dump-image":
        await this.#options.dumpImage(request.file);
        return undefined;
      case "close":
        return undefined;
    }
  }

  /** A raw `begin` outside `transaction` would swallow everybody's next statements: undo it and say so. */
  async #autocommit<T>(transaction: number | undefined, run: () => Promise<T>): Promise<T> {
    try {
      const answer = await run();
      await this.#refuseOpenTransaction(transaction);
      return answer;
    } catch (error) {
      await this.#refuseOpenTransaction(transaction);
      throw error;
    }
  }

  async #refuseOpenTransaction(transaction: number | undefined): Promise<void> {
    if (transaction !== undefined || !this.#pg.isInTransaction()) return;
    await this.#pg.exec("rollback");
    throw Object.assign(new Error("the statement left a transaction open; it was rolled back: use a transaction of the store"), {
      code: ACTIVE_TRANSACTION,
    });
  }

  async #query(sql: string, params: readonly unknown[]): Promise<PgliteRows> {
    const result = await this.#pg.query<unknown[]>(sql, [...params], { rowMode: "array" });
    if (!result.command) throw Object.assign(new Error("the statement is empty, or was not completed"), { code: NOT_COMPLETED });
    return { command: result.command, affectedRows: result.affectedRows ?? 0, fields: result.fields, rows: result.rows };
  }

  /** Nothing but comments completes nothing and is fine, as long as the session answers. */
  async #exec(sql: string): Promise<undefined> {
    const results = await this.#pg.exec(sql);
    if (results.length > 0 && results.every((result) => result.command)) return;
    if (!(await this.#answersProbe()))
      throw Object.assign(new Error("the statements were not completed"), { code: NOT_COMPLETED });
  }

  async #end(sql: "commit" | "rollback"): Promise<PgliteRows> {
    try {
      return await this.#query(sql, []);
    } finally {
      // A failed commit (a deferred constraint) has ended the transaction too.
      this.#open = undefined;
      for (const late of this.#owned.splice(0)) this.#refuse(late, failure(NO_ACTIVE_TRANSACTION, "the transaction has ended"));
    }
  }

  async #close(request: PgliteRequest): Promise<void> {
    try {
      if (this.#open !== undefined) await this.#end("rollback");
      for (let next = this.#next(); next !== undefined; next = this.#next()) await this.#answer(next);
      await this.#pg.close();
      this.#options.reply({ kind: "done", id: request.id, value: undefined });
    } catch (error) {
      this.#options.fatal(`closing failed: ${String(error)}`);
    }
  }

  #watchIdle(transaction: number): void {
    this.#idleTimer = setTimeout(() => {
      if (this.#busy || this.#open !== transaction) return;
      this.#rolledBackIdle = transaction;
      this.#busy = true;
      void this.#end("rollback").then(
        () => this.#pump(),
        (error: unknown) => this.#options.fatal(String(error)),
      );
    }, this.#options.idleTransactionMsMax);
  }

  #notOpen(transaction: number): StatementErrorFields {
    if (transaction !== this.#rolledBackIdle) return failure(NO_ACTIVE_TRANSACTION, "the transaction has ended");
    return failure(
      IDLE_IN_TRANSACTION,
      `the transaction did nothing for ${this.#options.idleTransactionMsMax} ms while others waited, and was rolled back`,
      "inside a transaction use its own handle: a query on the database waits for the transaction to end",
    );
  }

  #refuse(request: PgliteRequest, error: StatementErrorFields): void {
    this.#options.reply({ kind: "refused", id: request.id, error });
  }
}

const NO_FIELDS = {
  severity: undefined,
  detail: undefined,
  hint: undefined,
  schema: undefined,
  table: undefined,
  column: undefined,
  constraint: undefined,
  where: undefined,
  position: undefined,
};

function failure(code: string, message: string, hint?: string): StatementErrorFields {
  return { ...NO_FIELDS, code, message, hint, severity: "ERROR" };
}

function fieldsOf(error: unknown): StatementErrorFields {
  if (!(error instanceof Error)) return { ...NO_FIELDS, code: undefined, message: String(error) };
  const given = error as Error & Partial<Record<keyof StatementErrorFields, string>>;
  return {
    message: given.message,
    code: given.code,
    severity: given.severity,
    detail: given.detail,
    hint: given.hint,
    schema: given.schema,
    table: given.table,
    column: given.column,
    constraint: given.constraint,
    where: given.where,
    position: given.position,
  };
}

/** Errors of the program rather than of the statement: internal, out of resources, operator or system trouble. */
function isSuspicious(error: unknown): boolean {
  const code = fieldsOf(error).code;
  return code === undefined || /^(XX|53|54|57|58|26)/.test(code);
}

/** PostgreSQL's own refusals carry a code; a trap or an exit of the WASM program is the end of the session. */
function isWasmDeath(error: unknown): boolean {
  if (!(error instanceof Error)) return true;
  return error.name === "RuntimeError" || error.name === "ExitStatus";
}
