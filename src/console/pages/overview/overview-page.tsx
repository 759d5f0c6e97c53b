import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import type { RolloutDetail } from "../../../http/contract/rollouts.ts";
import { rolloutQuery, rolloutWhyQuery } from "../../api/rollouts.ts";
import { AppLink } from "../../kit/app-link.tsx";
import { PageBody, PageHeader } from "../../kit/layout.tsx";
import { RolloutTabs } from "../../kit/rollout-tabs.tsx";
import { Sentence } from "../../kit/sentence.tsx";
import { Answer, ErrorState } from "../../kit/standing.tsx";
import { StateBadge } from "../../kit/state-badge.tsx";
import { paths } from "../../paths.ts";
import { AtAGlance } from "./at-a-glance.tsx";
import css from "./cards.module.css";
import { HelpCard } from "./help-card.tsx";
import { HereCard } from "./here-card.tsx";
import { nextEvent } from "./next-event.ts";
import { OverTime } from "./over-time.tsx";
import { PeopleCard } from "./people-card.tsx";
import { ApprovalsCard, LeftOutCard } from "./record-cards.tsx";
import { RolloutActions } from "./rollout-actions.tsx";
import { Trouble } from "./trouble.tsx";

/** Where are we, and what happens next? */
export function OverviewPage() {
  const { id = "" } = useParams({ strict: false });
  const read = useQuery(rolloutQuery(id));
  return (
    <>
      {read.data === undefined ? <PageHeader title="Rollout" crumbs={[{ label: "Rollouts", href: paths.rollouts() }]} /> : null}
      <Answer of={read} what="the rollout" lines={8}>
        {(rollout) => <Overview rollout={rollout} />}
      </Answer>
    </>
  );
}

const IN_TROUBLE: readonly RolloutDetail["status"][] = ["halted", "rolling-back", "rolled-back"];

function Overview({ rollout }: { rollout: RolloutDetail }) {
  const { data: why, error, refetch } = useQuery(rolloutWhyQuery(rollout.id));
  const next = why === undefined ? null : nextEvent(rollout, why);
  return (
    <>
      <Head rollout={rollout} hasGatePassed={why?.gate?.verdict.kind === "pass"} />
      <PageBody>
        <RolloutTabs id={rollout.id} />
        <AtAGlance rollout={rollout} why={why} next={next} />
        {error === null ? null : (
          <ErrorState error={error} what="Why it stands where it stands could not be read" onRetry={() => void refetch()} />
        )}
        {IN_TROUBLE.includes(rollout.status) ? <Trouble rollout={rollout} /> : null}
        <HereCard rollout={rollout} why={why} next={next} />
        <OverTime rolloutId={rollout.id} isUndone={rollout.rollback !== null} />
        <div className={css["columns"]}>
          <PageBody>
            <PeopleCard rolloutId={rollout.id} />
          </PageBody>
          <PageBody>
            <HelpCard rolloutId={rollout.id} />
            <ApprovalsCard rollout={rollout} />
            {why === undefined ? null : <LeftOutCard why={why} />}
          </PageBody>
        </div>
      </PageBody>
    </>
  );
}

function Head({ rollout, hasGatePassed }: { rollout: RolloutDetail; hasGatePassed: boolean }) {
  return (
    <PageHeader
      title={rollout.name}
      crumbs={[{ label: "Rollouts", href: paths.rollouts() }]}
      badges={<StateBadge kind="rollout" state={rollout.status} />}
      lead={
        <>
          <Sentence>{rollout.because}</Sentence>
          <br />
          <small>
            {CHANGE_WORDS[rollout.change]} <AppLink href={paths.plan(rollout.id)}>{rollout.policy.name}</AppLink>, by{" "}
            {rollout.author}: {rollout.reason}
          </small>
        </>
      }
      action={<RolloutActions rollout={rollout} hasGatePassed={hasGatePassed} />}
    />
  );
}

const CHANGE_WORDS: Readonly<Record<RolloutDetail["change"], string>> = { add: "Adds", change: "Changes", retire: "Retires" };
