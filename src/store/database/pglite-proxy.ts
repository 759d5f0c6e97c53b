import { Worker } from "node:worker_threads";
import { abortedTransaction, DatabaseFailure, sqlStateOf, StatementError } from "./database-failure.ts";
import type { PgliteReply, PgliteRequest, PgliteRows, PgliteStart } from "./pglite-messages.ts";
import { quoteName } from "./sql-session.ts";

export type RowMode = "array" | "object";
export type QueryOptions = Readonly<{ rowMode?: RowMode | undefined }>;
export type QueryResult<Row> = {
  rows: Row[];
  fields: { name: string; dataTypeID: number }[];
  affectedRows: number;
  command: string;
};

/** An open transaction: holds the only session until it ends. */
export type PgliteTransaction = {
  query<Row>(sql: string, params?: readonly unknown[], options?: QueryOptions): Promise<QueryResult<Row>>;
  exec(sql: string): Promise<void>;
  /** `ROLLBACK` where an earlier error had already doomed the transaction. */
  commit(): Promise<"COMMIT" | "ROLLBACK">;
  rollback(): Promise<void>;
};

type Pending = { resolve: (value: PgliteRows | number | undefined) => void; reject: (error: Error) => void };
type Unsent = PgliteRequest extends infer R ? (R extends { id: number } ? Omit<R, "id"> : never) : never;

/** Long enough for a slow report, short enough that a transaction which awaits its own waiter shows itself. */
const IDLE_TRANSACTION_MS = 30_000;

/**
 * Node's 4 MB would overflow before PostgreSQL's own limit (max_stack_depth) is reached, and PGlite does not survive
 * that; with room enough, endless recursion is an ordinary error (54001).
 */
const STACK_MB = 64;

/**
 * PGlite in a worker thread, seen from outside: the part of PGlite's own interface that Kysely and pg-boss use.
 * One session: calls run in the order they were made, and wait while another caller's transaction is open.
 */
export class PgliteProxy {
  readonly waitReady: Promise<void>;
  ready = false;
  closed = false;
  readonly #worker: Worker;
  readonly #pending = new Map<number, Pending>();
  readonly #listeners = new Map<string, Set<(payload: string) => void>>();
  #unsent: PgliteRequest[] = [];
  #lastId = 0;
  #lost: DatabaseFailure | undefined;
  #fatalMessage: string | undefined;

  constructor(start: Partial<PgliteStart> = {}, stackMb: number = STACK_MB) {
    const workerData: PgliteStart = { durable: false, idleTransactionMsMax: IDLE_TRANSACTION_MS, ...start };
    const threadOptions = { workerData, resourceLimits: { stackSizeMb: stackMb }, execArgv: [], name: "pglite" };
    this.#worker = new Worker(new URL("./pglite-worker.ts", import.meta.url), threadOptions);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.waitReady = promise;
    // Whoever awaits sees the failure; nobody awaiting must not end the process.
    promise.catch(() => {});
    this.#worker.on("message", (reply: PgliteReply) =>
      reply.kind === "ready" ? this.#becomeReady(resolve) : this.#receive(reply),
    );
    this.#worker.on("error", (error) => this.#lose(`the embedded database's thread failed: ${error.message}`, reject));
    this.#worker.on("exit", (code) => this.#lose(`the embedded database's thread ended with code ${code}`, reject));
  }

  async query<Row>(sql: string, params: readonly unknown[] = [], options?: QueryOptions): Promise<QueryResult<Row>> {
    return shape(await this.#ask({ op: "query", sql, params }), options?.rowMode);
  }

  /** Any number of statements, without parameters. */
  async exec(sql: string): Promise<void> {
    await this.#ask({ op: "exec", sql });
  }

  /** Commits when `work` resolves, rolls back when it rejects. Use the handle given, not the proxy, inside. */
  async transaction<T>(work: (transaction: PgliteTransaction) => Promise<T>): Promise<T> {
    const transaction = await this.begin();
    let value: T;
    try {
      value = await work(transaction);
    } catch (error) {
      await transaction.rollback().catch(() => {});
      throw error;
    }
    if ((await transaction.commit()) === "ROLLBACK") throw abortedTransaction();
    return value;
  }

  /** Waits for its turn, then holds the session until `commit` or `rollback`. */
  async begin(sql = "begin"): Promise<PgliteTransaction> {
    const opens = this.#nextId();
    await this.#ask({ op: "begin", sql, opens });
    let ended = false;
    return {
      query: async (text, params = [], options) =>
        shape(await this.#ask({ op: "query", sql: text, params, transaction: opens }), options?.rowMode),
      exec: async (text) => void (await this.#ask({ op: "exec", sql: text, transaction: opens })),
      commit: async () => {
        ended = true;
        const result = await this.#ask({ op: "end", sql: "commit", transaction: opens });
        return rowsOf(result).command === "ROLLBACK" ? "ROLLBACK" : "COMMIT";
      },
      rollback: async () => {
        if (ended) return;
        ended = true;
        await this.#ask({ op: "end", sql: "rollback", transaction: opens }).catch(unlessEndedAlready);
      },
    };
  }

  /** @returns a function that stops listening. */
  async listen(channel: string, callback: (payload: string) => void): Promise<() => Promise<void>> {
    const callbacks = this.#listeners.get(channel) ?? new Set();
    this.#listeners.set(channel, callbacks);
    callbacks.add(callback);
    await this.exec(`listen ${quoteName(channel)}`);
    return async () => {
      callbacks.delete(callback);
      if (callbacks.size === 0 && !this.closed && this.#lost === undefined) await this.exec(`unlisten ${quoteName(channel)}`);
    };
  }

  /** Real fsync calls since the worker started; 0 for ever where it is not durable. */
  async countSyncs(): Promise<number> {
    const count = await this.#ask({ op: "count-syncs" });
    return typeof count === "number" ? count : 0;
  }

  /** Writes the whole cluster as a tar that `imageFile` starts from, in a tenth of the time of an empty cluster. */
  async dumpImage(file: string): Promise<void> {
    await this.#ask({ op: "dump-image", file });
  }

  /** Waits for calls already made; an open transaction is rolled back. */
  async close(): Promise<void> {
    if (this.closed) return;
    const answered = this.#lost === undefined ? this.#ask({ op: "close" }) : undefined;
    this.closed = true;
    try {
      await answered;
    } finally {
      await this.#worker.terminate();
    }
  }

  /** Lets the process end although the database is still open. */
  unref(): void {
    this.#worker.unref();
  }

  #ask(request: Unsent): Promise<PgliteRows | number | undefined> {
    if (this.#lost !== undefined) return Promise.reject(this.#lost);
    if (this.closed) return Promise.reject(new DatabaseFailure("closed", "the embedded database is closed"));
    const id = this.#nextId();
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      // One message per turn of the event loop carries all calls made in it.
      if (this.#unsent.length === 0) queueMicrotask(() => this.#flush());
      this.#unsent.push({ ...request, id });
    });
  }

  #flush(): void {
    const batch = this.#unsent;
    this.#unsent = [];
    try {
      this.#worker.postMessage(batch);
    } catch {
      // A parameter that cannot be copied (a function) spoils the batch: send the others, refuse the culprit.
      for (const request of batch) this.#sendAlone(request);
    }
  }

  #sendAlone(request: PgliteRequest): void {
    try {
      this.#worker.postMessage([request]);
    } catch (error) {
      this.#take(request.id)?.reject(new TypeError("a query parameter cannot be sent to the database", { cause: error }));
    }
  }

  #receive(reply: Exclude<PgliteReply, { kind: "ready" }>): void {
    switch (reply.kind) {
      case "done":
        return this.#take(reply.id)?.resolve(reply.value);
      case "refused":
        return this.#take(reply.id)?.reject(new StatementError(reply.error));
      case "notified":
        return this.#listeners.get(reply.channel)?.forEach((callback) => callback(reply.payload));
      case "fatal":
        this.#fatalMessage = reply.message;
    }
  }

  #becomeReady(resolve: () => void): void {
    this.ready = true;
    resolve();
  }

  #lose(how: string, rejectReady: (error: Error) => void): void {
    if (this.#lost !== undefined) return;
    const why = this.#fatalMessage === undefined ? how : `${how}: ${this.#fatalMessage}`;
    this.#lost = this.closed
      ? new DatabaseFailure("closed", "the embedded database is closed")
      : new DatabaseFailure("session-lost", why);
    this.ready = false;
    rejectReady(this.#lost);
    for (const { reject } of this.#pending.values()) reject(this.#lost);
    this.#pending.clear();
  }

  #take(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    return pending;
  }

  #nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }
}

/** 25P01 and 25P03: the transaction is gone, which is what a rollback wants. */
function unlessEndedAlready(error: unknown): void {
  const state = sqlStateOf(error);
  if (state !== "25P01" && state !== "25P03") throw error;
}

function rowsOf(value: PgliteRows | number | undefined): PgliteRows {
  if (typeof value === "object") return value;
  throw new DatabaseFailure("session-lost", "the embedded database answered a query without rows");
}

function shape<Row>(value: PgliteRows | number | undefined, rowMode: RowMode = "object"): QueryResult<Row> {
  const { fields, rows, affectedRows, command } = rowsOf(value);
  const shaped = rowMode === "array" ? rows : rows.map((row) => namedRow(fields, row));
  return { rows: shaped as Row[], fields: [...fields], affectedRows, command };
}

function namedRow(fields: PgliteRows["fields"], row: readonly unknown[]): Record<string, unknown> {
  const named: Record<string, unknown> = {};
  for (let i = 0; i < fields.length; i += 1) named[fields[i]?.name ?? ""] = row[i];
  return named;
}
