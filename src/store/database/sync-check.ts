import type { PgliteProxy } from "./pglite-proxy.ts";

export type SyncCheck = Readonly<{ commits: number; syncs: number; settings: string; durable: boolean }>;

const PROBES = 3;

/**
 * Commits a few times and counts the fsync calls that really reached the disk meanwhile. The message written has no
 * reader: it makes WAL that must be flushed at commit, as an insert does, and leaves no row behind.
 */
export async function checkSyncs(proxy: PgliteProxy): Promise<SyncCheck> {
  const before = await proxy.countSyncs();
  for (let probe = 0; probe < PROBES; probe += 1) {
    await proxy.query("select pg_logical_emit_message(true, 'tidegate', 'sync probe')");
  }
  const syncs = (await proxy.countSyncs()) - before;
  const { rows } = await proxy.query<{ settings: string }>(
    "select string_agg(name || '=' || setting, ' ' order by name) as settings from pg_settings where name in ('fsync', 'synchronous_commit', 'full_page_writes')",
  );
  const settings = rows[0]?.settings ?? "";
  return {
    commits: PROBES,
    syncs,
    settings,
    durable: syncs >= PROBES && settings === "fsync=on full_page_writes=on synchronous_commit=on",
  };
}
