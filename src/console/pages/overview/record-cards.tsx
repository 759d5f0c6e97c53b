import type { RolloutDetail, RolloutWhy } from "../../../http/contract/rollouts.ts";
import { AppLink } from "../../kit/app-link.tsx";
import { Instant } from "../../kit/facts.tsx";
import { Section } from "../../kit/layout.tsx";
import { Sentence } from "../../kit/sentence.tsx";
import { ToneBadge } from "../../kit/state-badge.tsx";
import { paths } from "../../paths.ts";
import { countOf, formatCount } from "../../words/numbers.ts";
import { purposeWords } from "../../words/purposes.ts";
import css from "./cards.module.css";

/** Who said yes or no to what. */
export function ApprovalsCard({ rollout }: { rollout: RolloutDetail }) {
  const { approvals, phases, id } = rollout;
  const names = phases.map(({ name }) => name);
  return (
    <Section title="Approvals" aside={<AppLink href={paths.decision(id)}>What is asked now</AppLink>}>
      {approvals.length === 0 ? <p>Nobody has said yes or no yet.</p> : null}
      <ul className={css["lines"]}>
        {approvals.toReversed().map(({ purpose, person, decision, decidedAt, reason }) => (
          <li key={`${purpose} ${person} ${decidedAt}`}>
            <ToneBadge tone={decision === "approve" ? "good" : "bad"}>{decision === "approve" ? "Approved" : "Denied"}</ToneBadge>
            <span className={css["grow"]}>
              {purposeWords(purpose, names)}, by {person}: {reason}
            </span>
            <span className={css["quiet"]}>
              <Instant at={decidedAt} />
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** Devices that a cohort passed over, and why. */
export function LeftOutCard({ why }: { why: RolloutWhy }) {
  if (why.leftOut === null) return null;
  const { phase, selection } = why.leftOut;
  const total = selection.excluded.reduce((sum, { devices }) => sum + devices, 0);
  return (
    <Section title={`Left out of ${phase}`}>
      {total === 0 ? (
        <p>Nobody: every device that could be chosen was.</p>
      ) : (
        <p>
          <strong>{formatCount(total)}</strong> of {countOf(selection.population, "device")} that the plan names.
        </p>
      )}
      <ul className={css["lines"]}>
        {selection.excluded.map(({ reason, devices }) => (
          <li key={reason}>
            <strong className={css["number"]}>{formatCount(devices)}</strong>
            <span className={css["grow"]}>
              <Sentence>{reason}</Sentence>
            </span>
          </li>
        ))}
      </ul>
      {selection.note === "" ? null : (
        <p className={css["quiet"]}>
          <Sentence>{selection.note}</Sentence>
        </p>
      )}
    </Section>
  );
}
