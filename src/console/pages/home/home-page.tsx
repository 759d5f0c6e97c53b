import { useQuery } from "@tanstack/react-query";
import { inboxQuery } from "../../api/live-reads.ts";
import { allRolloutsQuery } from "../../api/all-rollouts.ts";
import { PageBody, PageHeader } from "../../kit/layout.tsx";
import { Answer } from "../../kit/standing.tsx";
import { useDemo } from "../../shell/use-demo.ts";
import { DemoStories } from "./demo-stories.tsx";
import { Inbox } from "./inbox.tsx";
import { RunningRollouts } from "./running-rollouts.tsx";

/** What needs me now: what waits for a decision, and what moves. In a demo first the three stories. */
export function HomePage() {
  const inbox = useQuery(inboxQuery());
  const rollouts = useQuery(allRolloutsQuery());
  const demo = useDemo();
  return (
    <>
      <PageHeader title="Home" lead="What needs you now, and what moves." />
      <PageBody>
        {demo === null ? null : <DemoStories demo={demo} rollouts={rollouts.data?.items ?? []} />}
        <Answer of={inbox} what="Your inbox">
          {(data) => <Inbox inbox={data} />}
        </Answer>
        <Answer of={rollouts} what="The rollouts" lines={6}>
          {(data) => <RunningRollouts rollouts={data.items} asOf={data.asOf} />}
        </Answer>
      </PageBody>
    </>
  );
}
