import { useQuery } from "@tanstack/react-query";
import type { PlanAnswer } from "../../../http/contract/plans.ts";
import type { RolloutDetail } from "../../../http/contract/rollouts.ts";
import { planQuery } from "../../api/plans.ts";
import { CopyButton } from "../../kit/copy-button.tsx";
import { AsOf, Instant } from "../../kit/facts.tsx";
import { Card } from "../../kit/layout.tsx";
import { RolloutPage } from "../../kit/rollout-page.tsx";
import { SettingNames } from "../../kit/setting-names.tsx";
import { Answer } from "../../kit/standing.tsx";
import { ToneBadge } from "../../kit/state-badge.tsx";
import { asCli } from "../../words/commands.ts";
import { Audience } from "./audience.tsx";
import { Conflicts } from "./conflicts.tsx";
import { Deletions } from "./deletions.tsx";
import { Intent } from "./intent.tsx";
import { Phases } from "./phases.tsx";
import { SettingsTable } from "./settings-table.tsx";
import { TakingEffect } from "./taking-effect.tsx";
import { Undo } from "./undo.tsx";
import { UnknownEffects } from "./unknown-effects.tsx";
import css from "./plan.module.css";

/** What changes for whom? */
export function PlanPage() {
  return (
    <RolloutPage
      title="Plan"
      lead={leadOf}
      more={({ planHash }) => <CopyButton quiet label="Copy as CLI" textOf={() => asCli(["plan", "show", planHash])} />}
    >
      {(rollout) => <ThePlan rollout={rollout} />}
    </RolloutPage>
  );
}

const WOULD = { add: "is added", change: "changes", retire: "is retired" } as const;

function leadOf({ policyPlan: { change } }: RolloutDetail): string {
  return `The policy “${change.name}” ${WOULD[change.kind]}. This is what was worked out before anybody approved it.`;
}

function ThePlan({ rollout }: { rollout: RolloutDetail }) {
  const read = useQuery(planQuery(rollout.planHash));
  return (
    <Answer of={read} what="The plan" lines={8}>
      {(answer) => (
        <SettingNames names={answer.names}>
          <Standing rollout={rollout} answer={answer} />
          <Audience plan={answer.plan} />
          <SettingsTable plan={answer.plan} />
          <Intent intent={answer.plan.policyPlan.applicability} />
          <TakingEffect effect={answer.plan.policyPlan.effect} />
          <Undo plan={answer.plan} />
          <Conflicts conflicts={answer.plan.policyPlan.conflicts} />
          <UnknownEffects effects={answer.plan.policyPlan.unknownEffects} inScope={answer.plan.policyPlan.devices.inScope} />
          <Phases plan={answer.plan} rolloutId={rollout.id} />
          <Deletions plan={answer.plan} />
        </SettingNames>
      )}
    </Answer>
  );
}

function Standing({ rollout, answer }: { rollout: RolloutDetail; answer: PlanAnswer }) {
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
      {stale ? <p>{staleWords(rollout.status === "scope")}</p> : null}
      <p className={css["hash"]}>
        Hash <code>{hash}</code> <CopyButton quiet label="Copy hash" textOf={() => hash} />
      </p>
    </Card>
  );
}

function staleWords(isWaiting: boolean): string {
  const since = "Devices, groups, policies or assignments have changed since, so the numbers below may differ by now.";
  return isWaiting
    ? `${since} Each phase still looks for its devices when it opens, and never takes more than its cap. If the difference matters, abort this rollout and make the plan again.`
    : `${since} The rollout goes on as approved: each phase looks for its devices when it opens, and never takes more than its cap.`;
}
