import type { ReactNode } from "react";
import type { DecisionAnswer } from "../../../http/contract/decision.ts";
import { AppLink } from "../../kit/app-link.tsx";
import { CopyButton } from "../../kit/copy-button.tsx";
import { Age, AsOf, Duration, Instant } from "../../kit/facts.tsx";
import { GateBadge, GateLights } from "../../kit/gate-lights.tsx";
import { Sentence } from "../../kit/sentence.tsx";
import { ToneBadge } from "../../kit/state-badge.tsx";
import { paths } from "../../paths.ts";
import { capitalised } from "../../words/capitalised.ts";
import { countOf, formatCount, formatDecimal } from "../../words/numbers.ts";
import { settingLine } from "../../words/settings.ts";
import { entryText, shortHash, undoWords } from "./decision-words.ts";
import css from "./decision.module.css";

const SETTINGS_SHOWN = 2;

type CaseProps = Readonly<{ answer: DecisionAnswer }>;

/** What, who, when, worst case, undo, evidence, people: short first, the rest one tap away. */
export function Case({ answer }: CaseProps) {
  const { rollout, worstCase, undo, asOf } = answer;
  const undone = undoWords(undo.kind);
  return (
    <dl className={css["case"]}>
      <What answer={answer} />
      <Who answer={answer} />
      <Fact name="Worst case">
        <strong>
          {countOf(worstCase.devices, "device")} of {formatCount(rollout.population)}
        </strong>{" "}
        <Sentence>{worstCase.sentence}</Sentence>
      </Fact>
      <Fact name="Undo">
        <ToneBadge tone={undone.tone}>{undone.word}</ToneBadge> <Sentence>{undo.sentence}</Sentence>
      </Fact>
      <Evidence answer={answer} />
      <People answer={answer} />
      <When answer={answer} />
      <Since answer={answer} />
      <Signed answer={answer} />
      <Fact name="Numbers">
        <AsOf at={asOf} />
      </Fact>
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={css["fact"]}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function What({ answer: { what, rollout, names } }: CaseProps) {
  const { settings, conflicts, deletions } = what;
  const rest = settings.slice(SETTINGS_SHOWN);
  return (
    <Fact name="What">
      <Settings settings={settings.slice(0, SETTINGS_SHOWN)} names={names} />
      {settings.length === 0 ? <p>No setting changes; only who gets the policy does.</p> : null}
      {rest.length === 0 ? null : (
        <details>
          <summary>{countOf(rest.length, "more setting")}</summary>
          <Settings settings={rest} names={names} />
        </details>
      )}
      <p className={css["tags"]}>
        {conflicts === 0 ? "No conflicts." : <ToneBadge tone="conflict">{countOf(conflicts, "device")} in conflict</ToneBadge>}{" "}
        {deletions === 0 ? "Nothing is taken away." : <ToneBadge tone="bad">{countOf(deletions, "deletion")}</ToneBadge>}{" "}
        <AppLink href={paths.plan(rollout.id)}>The whole plan</AppLink>
      </p>
    </Fact>
  );
}

function Settings({
  settings,
  names,
}: Readonly<{ settings: DecisionAnswer["what"]["settings"]; names: DecisionAnswer["names"] }>) {
  return (
    <ul className={css["settings"]}>
      {settings
        .map((setting) => settingLine(setting, names))
        .map(({ name, path, before, after }) => (
          <li key={path}>
            <span title={path}>{name}</span>
            <span className={css["change"]}>
              <s>{before}</s> <span aria-label="becomes">→</span> <strong>{after}</strong>
            </span>
          </li>
        ))}
    </ul>
  );
}

function Who({ answer: { who, rollout } }: CaseProps) {
  const sensitive = who.sensitive.filter(({ sensitivity, devices }) => sensitivity !== "ordinary" && devices > 0);
  return (
    <Fact name="Who">
      {who.next === null ? null : (
        <strong>
          {capitalised(who.next.phase)}: up to {formatCount(who.next.cap)} of {countOf(who.inScope, "device")}.
        </strong>
      )}{" "}
      {formatCount(who.exposedSoFar)} of {formatCount(who.inScope)} have been{" "}
      <AppLink href={paths.rolloutDevices(rollout.id)}>offered it so far</AppLink>; {countOf(who.users, "person", "people")} in
      all.
      {sensitive.length === 0 ? null : (
        <span>
          {" "}
          Among them{" "}
          {sensitive
            .map(({ sensitivity, devices }) => `${formatCount(devices)} ${sensitivity === "vip" ? "VIP" : sensitivity}`)
            .join(", ")}
          .
        </span>
      )}
    </Fact>
  );
}

function Evidence({ answer: { evidence } }: CaseProps) {
  if (evidence === null)
    return <Fact name="Evidence">None yet: this is the first phase, on test devices. No gate has been passed before it.</Fact>;
  return (
    <Fact name="Evidence">
      <GateBadge judgement={evidence.judgement} /> judged <Age at={evidence.judgement.judgedAt} />
      <details>
        <summary>
          {countOf(evidence.judgement.checks.length, "check")} of {evidence.phase}
        </summary>
        <GateLights judgement={evidence.judgement} />
      </details>
    </Fact>
  );
}

function People({ answer: { communication, helpRequests, rollout } }: CaseProps) {
  const { sentence, notTold, helpDeskAcknowledged } = communication;
  const rate = helpRequests.per1000Exposed;
  return (
    <Fact name="People">
      <Sentence>{sentence}</Sentence>{" "}
      {notTold === 0 ? null : (
        <AppLink href={paths.people(rollout.id)}>{countOf(notTold, "person", "people")} not told yet.</AppLink>
      )}{" "}
      {helpDeskAcknowledged === null
        ? ""
        : helpDeskAcknowledged
          ? "The help desk says that it is ready."
          : "The help desk has not said that it is ready."}{" "}
      <AppLink href={paths.helpRequests({ rollout: rollout.id })}>{countOf(helpRequests.linked, "help request")}</AppLink>,{" "}
      {formatCount(helpRequests.open)} open{rate === null ? "." : ` (${formatDecimal(rate)} per 1,000 devices).`}
    </Fact>
  );
}

function When({ answer: { when } }: CaseProps) {
  return (
    <Fact name="When">
      <Sentence>{when.sentence}</Sentence>
      <details>
        <summary>{countOf(when.phases.length, "phase")}</summary>
        <ol className={css["plain"]}>
          {when.phases.map(({ name, cap, soakMsMin, openedAt }) => (
            <li key={name}>
              {capitalised(name)}: up to {countOf(cap, "device")}, soaks <Duration ms={soakMsMin} />
              {openedAt === null ? (
                ""
              ) : (
                <>
                  , opened <Instant at={openedAt} />
                </>
              )}
            </li>
          ))}
        </ol>
      </details>
    </Fact>
  );
}

function Since({ answer: { sinceLastApproval } }: CaseProps) {
  if (sinceLastApproval.length === 0) return <Fact name="Since then">Nothing has happened since the last approval.</Fact>;
  return (
    <Fact name="Since then">
      <details>
        <summary>{countOf(sinceLastApproval.length, "event")} since the last approval</summary>
        <ul className={css["plain"]}>
          {sinceLastApproval.map((entry) => (
            <li key={entry.number}>
              <Instant at={entry.at} /> <Sentence>{entryText(entry)}</Sentence>
            </li>
          ))}
        </ul>
      </details>
    </Fact>
  );
}

function Signed({ answer: { signed } }: CaseProps) {
  if (signed === null) return null;
  return (
    <Fact name="A yes signs">
      <Statement signed={signed} />
    </Fact>
  );
}

/** The very words that are signed, with the plan's hash to compare and to copy. */
export function Statement({ signed }: { signed: NonNullable<DecisionAnswer["signed"]> }) {
  return (
    <div className={css["statement"]}>
      <p>
        <Sentence>{signed.statement.replaceAll(signed.planHash, shortHash(signed.planHash))}</Sentence>
      </p>
      <p className={css["hash"]}>
        plan <code title={signed.planHash}>{shortHash(signed.planHash)}</code>
        <CopyButton quiet label="Copy hash" textOf={() => signed.planHash} />
      </p>
    </div>
  );
}
