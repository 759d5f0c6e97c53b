import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import type { PlanAnswer } from "../../../http/contract/plans.ts";
import { planQuery } from "../../api/plans.ts";
import { CopyButton } from "../../kit/copy-button.tsx";
import { PageBody, PageHeader } from "../../kit/layout.tsx";
import { Answer } from "../../kit/standing.tsx";
import { asCli } from "../../words/commands.ts";
import { PlanBody } from "./plan-body.tsx";
import { changeWords } from "./plan-words.ts";

/** What would change for whom? Before there is a rollout of it. */
export function DraftPlanPage() {
  const { hash = "" } = useParams({ strict: false });
  const read = useQuery(planQuery(hash));
  const change = read.data?.plan.policyPlan.change;
  return (
    <>
      <PageHeader
        title="Plan"
        lead={
          change === undefined
            ? undefined
            : `${changeWords(change)} It touches no device: a rollout is made of it, and people approve that.`
        }
        more={
          <>
            <CopyButton quiet label="Copy as CLI" textOf={() => asCli(["plan", "show", hash])} />
            {read.data === undefined ? null : (
              <CopyButton quiet label="Copy a rollout of it" textOf={() => rolloutCommand(read.data)} />
            )}
          </>
        }
      />
      <PageBody>
        <Answer of={read} what="The plan" lines={8}>
          {(answer) => <PlanBody answer={answer} rollout={null} />}
        </Answer>
      </PageBody>
    </>
  );
}

/** For an author's command line; name and reason are theirs to write. */
function rolloutCommand({ hash, plan: { policyPlan } }: PlanAnswer): string {
  const { change, deletions } = policyPlan;
  const words = ["rollout", "create", "--plan", hash, "--name", change.name, "--reason", "why it is done"];
  return asCli(deletions.length === 0 ? words : [...words, "--allow-delete", String(deletions.length)]);
}
