import type { RolloutDetail, RolloutWhy } from "../../../http/contract/rollouts.ts";
import { GateBadge, GateLights } from "../../kit/gate-lights.tsx";
import { AsOf } from "../../kit/facts.tsx";
import { Section } from "../../kit/layout.tsx";
import { SegmentedBar } from "../../kit/segmented-bar.tsx";
import { Sentence } from "../../kit/sentence.tsx";
import { paths } from "../../paths.ts";
import { segmentsOf } from "../../words/states.ts";
import type { GateCheck } from "../../words/gate-checks.ts";
import { Appointment } from "./at-a-glance.tsx";
import css from "./cards.module.css";
import type { NextEvent } from "./next-event.ts";
import { PhaseRail } from "./phase-rail.tsx";
import { capitalised } from "../../words/capitalised.ts";

type Props = Readonly<{ rollout: RolloutDetail; why: RolloutWhy | undefined; next: NextEvent | null }>;

/** The road, and on it the open phase: its devices, its gate, and what has to come true for the next one. */
export function HereCard({ rollout, why, next }: Props) {
  const shown = shownPhase(rollout);
  const gate = why?.gate ?? null;
  // While the change is taken back, "awaiting report" would speak of a change that nobody is to have any more.
  const counts = rollout.rollback === null ? rollout.counts : null;
  return (
    <Section title="Phases" aside={gate === null ? undefined : <GateBadge judgement={gate} />}>
      <PhaseRail rollout={rollout} />
      {shown === null || counts === null ? null : (
        <div className={css["block"]}>
          <h3>
            Devices of {shown.name} <AsOf at={counts.countedAt} />
          </h3>
          <SegmentedBar
            segments={segmentsOf(counts)}
            of={counts.cohort}
            label={capitalised(shown.name)}
            hrefOf={(state) => paths.rolloutDevices(rollout.id, { phase: String(shown.index), state })}
          />
        </div>
      )}
      {gate === null ? null : (
        <div className={css["block"]}>
          <h3>The gate of {shown?.name ?? "this phase"}</h3>
          <GateLights judgement={gate} hrefOf={(check) => behind(check, rollout.id, shown?.index)} />
        </div>
      )}
      {next === null ? null : <Coming next={next} />}
    </Section>
  );
}

function Coming({ next: { what, at, ifs, waits } }: { next: NextEvent }) {
  const isTimed = at !== null || ifs.length > 0;
  return (
    <div className={css["next"]}>
      <p>
        <strong>{what}</strong>
        {at === null ? null : " "}
        {at === null ? null : <Appointment at={at} hasIfs={ifs.length > 0} />}
        {ifs.length > 0 ? " if" : isTimed ? ", if nothing gets worse." : waits.length > 0 ? ". It waits for" : "."}
      </p>
      <ul className={css["ifs"]}>
        {[...ifs, ...waits].map((text) => (
          <li key={text}>
            <Sentence>{text}</Sentence>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The open phase, or the last one that was. */
function shownPhase({ phase, phases }: RolloutDetail): Readonly<{ index: number; name: string }> | null {
  return phase ?? phases.findLast(({ status }) => status === "opened") ?? null;
}

function behind(check: GateCheck["check"], id: string, index: number | undefined): string | undefined {
  const phase = index === undefined ? undefined : String(index);
  switch (check) {
    case "failures":
      return paths.rolloutDevices(id, { phase, state: "error" });
    case "conflicts":
      return paths.rolloutDevices(id, { phase, state: "conflict" });
    case "reported":
      return paths.rolloutDevices(id, { phase, state: "awaitingReport" });
    case "help-requests":
      return paths.helpRequests({ rollout: id });
    case "soak":
    case "policy-sets":
      return undefined;
  }
}
