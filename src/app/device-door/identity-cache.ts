import type { IdentityRow } from "../ports/device-store.ts";
import type { Store } from "../ports/store.ts";

/**
 * Pinned keys by thumbprint. A key and its device never change, so what is here stays true; whether a key is still welcome
 * is asked of the fleet snapshot, which is never older than its lease.
 */
export type IdentityCache = Readonly<{
  find: (thumbprint: string) => Promise<IdentityRow | null>;
  remember: (rows: readonly IdentityRow[]) => void;
}>;

/** About 1 KB each: a bound, not a working size. */
const ENTRIES_MAX = 2_000_000;

export function createIdentityCache(store: Store): IdentityCache {
  const rowsByThumbprint = new Map<string, IdentityRow>();
  const remember = (rows: readonly IdentityRow[]) => {
    if (rowsByThumbprint.size > ENTRIES_MAX) rowsByThumbprint.clear();
    for (const row of rows) rowsByThumbprint.set(row.thumbprint, row);
  };
  return {
    remember,
    find: async (thumbprint) => {
      const known = rowsByThumbprint.get(thumbprint);
      if (known !== undefined) return known;
      const [row] = await store.read((unit) => unit.devices.findIdentities({ thumbprints: [thumbprint] }));
      if (row === undefined) return null;
      remember([row]);
      return row;
    },
  };
}
