import type { PolicyId } from "../../kit/ids.ts";
import type { Draft } from "../../policy/draft.ts";

export type DraftFilter = Readonly<{ policyId: PolicyId | null; limit: number; afterId: string | null }>;

export type DraftStore = Readonly<{
  /** @returns false: there is a draft of this id already, and it stays as it is */
  insert: (draft: Draft) => Promise<boolean>;
  find: (id: string) => Promise<Draft | null>;
  /** Writes where the stored revision is the one before `draft.revision`. @returns false: somebody else was first, or it is gone */
  replace: (draft: Draft) => Promise<boolean>;
  /** @returns false: it has another revision by now, or it is gone */
  remove: (id: string, revision: number) => Promise<boolean>;
  /** Newest first. */
  list: (filter: DraftFilter) => Promise<readonly Draft[]>;
  count: (filter: Pick<DraftFilter, "policyId">) => Promise<number>;
}>;
