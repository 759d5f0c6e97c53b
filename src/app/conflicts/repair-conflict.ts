import { canonicalJson } from "../../kit/canonical-json.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import type { Instant } from "../../kit/instant.ts";
import type { SettingCatalogue } from "../../policy/catalogue.ts";
import { conflictSentence, type PolicyConflict } from "../../policy/conflict/conflict-class.ts";
import { repairsOf, type Repair, type RepairKind } from "../../policy/conflict/repairs.ts";
import type { Draft } from "../../policy/draft.ts";
import { nameOfNode } from "../../policy/naming/name-of-node.ts";
import { saveDraft } from "../drafts/save-draft.ts";
import type { Store, Unit } from "../ports/store.ts";
import { problem, type Problem } from "../problems/problem.ts";
import type { ConflictMemory } from "./conflict-memory.ts";
import { findConflict } from "./read-conflicts.ts";

export type RepairRequest = Readonly<{
  conflictId: string;
  kind: RepairKind;
  /** Null: what the conflict says of itself. */
  reason: string | null;
  by: string;
  now: Instant;
}>;

/** Keeps a repair as a draft, of which a plan is made. The same repair asked for again is the same draft, as long as it stands. */
export function repairConflict(
  store: Store,
  memory: ConflictMemory,
  catalogue: SettingCatalogue,
  { conflictId, kind, reason, by, now }: RepairRequest,
): Promise<Result<Draft, Problem>> {
  return store.write(async (unit) => {
    const found = await findConflict(unit, memory, conflictId);
    if (!found.ok) return found;
    const { conflict, reading } = found.value;
    const repair = repairsOf(conflict, { ...reading, rule: memory.rule }).find((one) => one.kind === kind);
    if (repair === undefined)
      return err(problem("repair-unknown", `\`${kind}\` is no way out of conflict \`${conflictId}\` today`));
    const madeFrom = `conflict:${conflictId}:${kind}`;
    const known = await draftOf(unit, madeFrom, repair);
    if (known !== null) return ok(known);
    const wanted = {
      title: titleOf(repair, conflict, catalogue),
      reason: reason ?? `${conflictSentence(conflict)} On ${conflict.devices} devices.`,
      change: repair.change,
      madeFrom,
    };
    return saveDraft(unit, wanted, by, now);
  });
}

const DRAFTS_OF_POLICY_MAX = 200;

async function draftOf(unit: Unit, madeFrom: string, repair: Repair): Promise<Draft | null> {
  const drafts = await unit.drafts.list({ policyId: repair.policyId, limit: DRAFTS_OF_POLICY_MAX, afterId: null });
  const text = canonicalJson(repair.change);
  return drafts.find((one) => one.madeFrom === madeFrom && canonicalJson(one.change) === text) ?? null;
}

const TITLE_CHARACTERS_MAX = 200;

function titleOf(repair: Repair, conflict: PolicyConflict, catalogue: SettingCatalogue): string {
  const setting = conflict.node === null ? "the setting" : `"${nameOfNode(catalogue, conflict.node)}"`;
  const text = titleWords(repair, setting);
  return [...text].slice(0, TITLE_CHARACTERS_MAX).join("");
}

function titleWords({ kind, name, groupId }: Repair, setting: string): string {
  switch (kind) {
    case "drop-a":
    case "drop-b":
      return `Drop ${setting} from "${name}"`;
    case "drop-all-a":
    case "drop-all-b":
      return `Drop what the other policy also sets from "${name}"`;
    case "align-a":
    case "align-b":
      return `Give ${setting} the other policy's value in "${name}"`;
    case "align-all-a":
    case "align-all-b":
      return `Give "${name}" the other policy's values`;
    case "exclude-a":
    case "exclude-b":
      return `Exclude group ${groupId ?? ""} from "${name}"`;
    case "platforms-a":
    case "platforms-b":
      return `Keep "${name}" to platforms that the other policy is not for`;
  }
}
