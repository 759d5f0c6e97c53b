import pg from "pg";
import { connectionConfig } from "./postgres-pool.ts";
import { quoteName, type Hear, type StopListening } from "./sql-session.ts";

const RETRY_MS_MIN = 100;
const RETRY_MS_MAX = 10_000;

/** LISTEN needs a connection that stays: one of its own, made at the first `listen`, remade when it is lost. */
export class PostgresListener {
  readonly #url: string;
  readonly #hearers = new Map<string, Set<Hear>>();
  #client: Promise<pg.Client> | undefined;
  #retry: NodeJS.Timeout | undefined;
  #retryMs = RETRY_MS_MIN;
  #closed = false;

  constructor(url: string) {
    this.#url = url;
  }

  /** Resolves when the server has confirmed. */
  async listen(channel: string, hear: Hear): Promise<StopListening> {
    const hearers = this.#hearers.get(channel) ?? new Set();
    this.#hearers.set(channel, hearers);
    hearers.add(hear);
    try {
      const client = await (this.#client ??= this.#connect());
      await client.query(`listen ${quoteName(channel)}`);
    } catch (error) {
      hearers.delete(hear);
      throw error;
    }
    return () => this.#stop(channel, hear);
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#retry);
    const client = await this.#client?.catch(() => undefined);
    this.#client = undefined;
    await client?.end();
  }

  async #connect(): Promise<pg.Client> {
    const client = new pg.Client(connectionConfig(this.#url));
    client.on("notification", ({ channel, payload }) => this.#tell(channel, { kind: "notified", payload: payload ?? "" }));
    // After an error `end` follows; unheard, the error would end the process.
    client.on("error", () => {});
    try {
      await client.connect();
      for (const channel of this.#hearers.keys()) await client.query(`listen ${quoteName(channel)}`);
    } catch (error) {
      this.#client = undefined;
      await client.end().catch(() => {});
      throw error;
    }
    client.once("end", () => this.#reconnectLater());
    return client;
  }

  #reconnectLater(): void {
    if (this.#closed) return;
    this.#client = undefined;
    this.#retry = setTimeout(() => void this.#reconnect(), this.#retryMs);
    this.#retry.unref();
    this.#retryMs = Math.min(this.#retryMs * 2, RETRY_MS_MAX);
  }

  async #reconnect(): Promise<void> {
    try {
      await (this.#client ??= this.#connect());
      this.#retryMs = RETRY_MS_MIN;
      for (const channel of this.#hearers.keys()) this.#tell(channel, { kind: "resumed" });
    } catch {
      this.#reconnectLater();
    }
  }

  #tell(channel: string, heard: Parameters<Hear>[0]): void {
    for (const hear of this.#hearers.get(channel) ?? []) hear(heard);
  }

  async #stop(channel: string, hear: Hear): Promise<void> {
    const hearers = this.#hearers.get(channel);
    hearers?.delete(hear);
    if (hearers === undefined || hearers.size > 0 || this.#closed) return;
    this.#hearers.delete(channel);
    const client = await this.#client?.catch(() => undefined);
    await client?.query(`unlisten ${quoteName(channel)}`);
  }
}
