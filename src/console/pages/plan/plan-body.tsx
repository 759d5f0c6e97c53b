import type { PlanAnswer } from "../../../http/contract/plans.ts";
import type { RolloutDetail } from "../../../http/contract/rollouts.ts";
import { CopyButton } from "../../kit/copy-button.tsx";
import { AsOf, Instant } from "../../kit/facts.tsx";
import { Card } from "../../kit/layout.tsx";
import { SettingNames } from "../../kit/setting-names.tsx";
import { ToneBadge } from "../../kit/state-badge.tsx";
import { Audience } from "./audience.tsx";
import { Conflicts } from "./conflicts.tsx";
import { Deletions } from "./deletions.tsx";
import { Overlaps, ResolvedConflicts } from "./overlaps.tsx";
import { Intent } from "./intent.tsx";
import { Phases } from "./phases.tsx";
import { SettingsTable } from "./settings-table.tsx";
import { TakingEffect } from "./taking-effect.tsx";
import { Undo } from "./undo.tsx";
import { UnknownEffects } from "./unknown-effects.tsx";
import css from "./plan.module.css";

/** `rollout` null: none is made of the plan yet. */
type Props = Readonly<{ answer: PlanAnswer; rollout: Pick<RolloutDetail, "id" | "status"> | null }>;

/** All that a plan says, what is taken away last. */
export function PlanBody({ answer, rollout }: Props) {
  const { policyPlan } = answer.plan;
  return (
    <SettingNames names={answer.names}>
      <Standing rollout={rollout} answer={answer} />
      <Audience plan={answer.plan} />
      <SettingsTable plan={answer.plan} />
      <Intent intent={policyPlan.applicability} />
      <TakingEffect effect={policyPlan.effect} />
      <Undo plan={answer.plan} />
      <Conflicts plan={policyPlan} />
      <Overlaps plan={policyPlan} />
      <ResolvedConflicts plan={policyPlan} />
      <UnknownEffects effects={policyPlan.unknownEffects} inScope={policyPlan.devices.inScope} />
      <Phases plan={answer.plan} rolloutId={rollout?.id ?? null} />
      <Deletions plan={answer.plan} />
    </SettingNames>
  );
}

function Standing({ rollout, answer }: Props) {
  const { hash, createdAt, createdBy, stale, asOf } = answer;
  return (
    <Card tone={stale ? "warn" : "accent"}>
      <div className={css["standing"]}>
        <ToneBadge tone={stale ? "warn" : "good"}>{stale ? "Numbers are old" : "Numbers are up to date"}</ToneBadge>
        <span>
          Made by {createdBy}, <Instant at={createdAt} />
        </span>
        <AsOf at={asOf} />
      </div>
      {stale ? <p>{staleWords(rollout)}</p> : null}
      <p className={css["hash"]}>
        Hash <code>{hash}</code> <CopyButton quiet label="Copy hash" textOf={() => hash} />
      </p>
    </Card>
  );
}

function staleWords(rollout: Props["rollout"]): string {
  const since = "Devices, groups, policies or assignments have changed since, so the numbers below may differ by now.";
  if (rollout === null) return `${since} Make the plan again before you make a rollout of it.`;
  return rollout.status === "scope"
    ? `${since} Each phase still looks for its devices when it opens, and never takes more than its cap. If the difference matters, abort this rollout and make the plan again.`
    : `${since} The rollout goes on as approved: each phase looks for its devices when it opens, and never takes more than its cap.`;
}
