import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { RolloutDetail } from "../../http/contract/rollouts.ts";
import { rolloutQuery } from "../api/rollouts.ts";
import { paths } from "../paths.ts";
import { PageBody, PageHeader } from "./layout.tsx";
import { RolloutTabs } from "./rollout-tabs.tsx";
import { Answer } from "./standing.tsx";
import { StateBadge } from "./state-badge.tsx";

type Props = Readonly<{
  title: string;
  lead: ReactNode | ((rollout: RolloutDetail) => ReactNode);
  /** The one primary action, and quieter ones. */
  action?: (rollout: RolloutDetail) => ReactNode;
  more?: (rollout: RolloutDetail) => ReactNode;
  children: (rollout: RolloutDetail) => ReactNode;
}>;

/** A page of the rollout that the address names: its head, its tabs and, once it is read, its content. The name of the page is there before. */
export function RolloutPage({ title, lead, action, more, children }: Props) {
  const { id } = useParams({ strict: false });
  const read = useQuery(rolloutQuery(id ?? ""));
  const rollouts = { label: "Rollouts", href: paths.rollouts() };
  return (
    <>
      {read.data === undefined ? <PageHeader title={title} crumbs={[rollouts]} /> : null}
      <Answer of={read} what="The rollout">
        {(rollout) => (
          <>
            <PageHeader
              title={title}
              crumbs={[rollouts, { label: rollout.name, href: paths.rollout(rollout.id) }]}
              badges={<StateBadge kind="rollout" state={rollout.status} />}
              lead={typeof lead === "function" ? lead(rollout) : lead}
              action={action?.(rollout)}
              more={more?.(rollout)}
            />
            <PageBody>
              <RolloutTabs id={rollout.id} />
              {children(rollout)}
            </PageBody>
          </>
        )}
      </Answer>
    </>
  );
}
