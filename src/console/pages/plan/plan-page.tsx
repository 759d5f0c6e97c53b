import { useQuery } from "@tanstack/react-query";
import type { RolloutDetail } from "../../../http/contract/rollouts.ts";
import { planQuery } from "../../api/plans.ts";
import { CopyButton } from "../../kit/copy-button.tsx";
import { RolloutPage } from "../../kit/rollout-page.tsx";
import { Answer } from "../../kit/standing.tsx";
import { asCli } from "../../words/commands.ts";
import { PlanBody } from "./plan-body.tsx";
import { changeWords } from "./plan-words.ts";

/** What changes for whom? */
export function PlanPage() {
  return (
    <RolloutPage
      title="Plan"
      lead={({ policyPlan: { change } }) => `${changeWords(change)} This is what was worked out before anybody approved it.`}
      more={({ planHash }) => <CopyButton quiet label="Copy as CLI" textOf={() => asCli(["plan", "show", planHash])} />}
    >
      {(rollout) => <ThePlan rollout={rollout} />}
    </RolloutPage>
  );
}

function ThePlan({ rollout }: { rollout: RolloutDetail }) {
  const read = useQuery(planQuery(rollout.planHash));
  return (
    <Answer of={read} what="The plan" lines={8}>
      {(answer) => <PlanBody answer={answer} rollout={rollout} />}
    </Answer>
  );
}
