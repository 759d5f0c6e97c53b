/** Raw SQL on one connection, inside one transaction. For migrations and set-up; queries of the product go through Kysely. */
export type SqlSession = Readonly<{
  /** One statement with `$1`-style parameters. */
  query<Row extends object>(sql: string, params?: readonly unknown[]): Promise<readonly Row[]>;
  /** Any number of statements, no parameters. */
  exec(sql: string): Promise<void>;
}>;

/**
 * What a listener hears. `resumed`: the connection was lost and is back, notices in between are gone, so look for yourself.
 */
export type Heard = Readonly<{ kind: "notified"; payload: string } | { kind: "resumed" }>;
export type Hear = (heard: Heard) => void;
export type StopListening = () => Promise<void>;

/** Double-quotes a name for SQL. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
