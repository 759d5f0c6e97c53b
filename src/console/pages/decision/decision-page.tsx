import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { rolloutQuery } from "../../api/rollouts.ts";
import { PageHeader } from "../../kit/layout.tsx";
import { Answer } from "../../kit/standing.tsx";
import { paths } from "../../paths.ts";

export function DecisionPage() {
  const { id } = useParams({ strict: false });
  const read = useQuery(rolloutQuery(id ?? ""));
  return (
    <Answer of={read} what="the rollout">
      {(rollout) => (
        <PageHeader
          title="Decision"
          crumbs={[
            { label: "Rollouts", href: paths.rollouts() },
            { label: rollout.name, href: paths.rollout(rollout.id) },
          ]}
        />
      )}
    </Answer>
  );
}
