import type { Instant } from "../../kit/instant.ts";
import type { RegisteredRequirement } from "../../policy/requirement/requirement.ts";

export type StoredRequirement = RegisteredRequirement &
  Readonly<{ createdBy: string; createdAt: Instant; updatedBy: string; updatedAt: Instant }>;

export type RequirementStore = Readonly<{
  /** The whole register in the order of the ids, retired ones too. */
  loadAll: () => Promise<readonly StoredRequirement[]>;
  find: (id: string) => Promise<StoredRequirement | null>;
  /** @returns false: there is one of this id already, and it stays as it is */
  insert: (requirement: StoredRequirement) => Promise<boolean>;
  /** Writes where the stored revision is the one before `requirement.revision`. @returns false: somebody else was first */
  replace: (requirement: StoredRequirement) => Promise<boolean>;
}>;
