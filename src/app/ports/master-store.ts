import type { DeclaredId } from "../../policy/contribution.ts";
import type { DeclaredFact, RowCounts } from "../../policy/declared-fact.ts";

/** A fact without its rows, which may be thousands. */
export type DeclaredHead = Omit<DeclaredFact, "rows"> & Readonly<{ counts: RowCounts }>;

export type MasterStore = Readonly<{
  /** Takes the place of an earlier one of the same id. @returns whether there was one */
  save: (fact: DeclaredFact) => Promise<Readonly<{ replaced: boolean }>>;
  find: (id: DeclaredId) => Promise<DeclaredFact | null>;
  /** By name, then by id. */
  list: (page: Readonly<{ limit: number; afterId: string | null }>) => Promise<readonly DeclaredHead[]>;
  count: () => Promise<number>;
  /** Everything, in the order of ids: plans and conflicts read it. */
  loadAll: () => Promise<readonly DeclaredFact[]>;
  /** @returns false: it is gone already */
  remove: (id: DeclaredId) => Promise<boolean>;
}>;
