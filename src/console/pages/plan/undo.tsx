import type { UndoPlanBody } from "../../../http/contract/consequences.ts";
import type { RolloutPlanBody } from "../../../http/contract/plans.ts";
import { Folded } from "../../kit/folded.tsx";
import { Section } from "../../kit/layout.tsx";
import { SettingName, SettingValue } from "../../kit/setting-value.tsx";
import { ToneBadge } from "../../kit/state-badge.tsx";
import { countOf, formatCount } from "../../words/numbers.ts";
import css from "./consequences.module.css";

type SettingUndo = UndoPlanBody["settings"][number];
type Rollback = UndoPlanBody["rollback"][number];

const TONES = {
  irreversible: "bad",
  "destructive-on-removal": "bad",
  unknown: "held",
  tattoos: "warn",
  "explicit-value": "quiet",
  reverts: "good",
} as const satisfies Record<SettingUndo["reversal"], string>;

/** What becomes of each setting when nobody asks for it any more, and the way back on each platform. */
export function Undo({ plan }: { plan: RolloutPlanBody }) {
  const { settings, rollback } = plan.policyPlan.undo;
  if (settings.length === 0) return null;
  const reverting = settings.filter(({ reversal }) => reversal === "reverts").length;
  return (
    <Section title="If it has to be undone">
      <p>
        {formatCount(reverting)} of {countOf(settings.length, "setting")} would go back without help. Taking a policy away is not
        undoing it.
      </p>
      {plan.acceptances.length === 0 ? null : (
        <ul className={css["rows"]} aria-label="Accepted by name">
          {plan.acceptances.map(({ kind, words }) => (
            <li key={kind}>
              <ToneBadge tone="warn">To be accepted</ToneBadge>
              <span>{words}</span>
            </li>
          ))}
        </ul>
      )}
      <Folded items={settings} what="settings">
        {(shown) => (
          <ul className={css["rows"]}>
            {shown.map((one) => (
              <li key={`${one.node} ${one.because}`}>
                <ToneBadge tone={TONES[one.reversal]}>{one.words}</ToneBadge>
                <SettingName node={one.node} />
                <span>
                  {one.because}
                  {one.taken === "by-this-change" ? ", when this change takes it away" : ", when it is rolled back"}
                </span>
                <span className={css["count"]}>
                  {one.platforms.join(", ")}
                  {one.source === null ? "" : `. Source: ${one.source}`}
                </span>
              </li>
            ))}
          </ul>
        )}
      </Folded>
      {rollback.map((one) => (
        <WayBack key={one.platform} one={one} />
      ))}
    </Section>
  );
}

function WayBack({ one: { platform, devices, unassign, counter, byHand, open } }: { one: Rollback }) {
  return (
    <Section level={3} card={false} title={`The way back on ${platform}: ${countOf(devices, "device")}`}>
      <ul className={css["rows"]}>
        {unassign.length === 0 ? null : <li>Take the policy away: that undoes {countOf(unassign.length, "setting")}</li>}
        {counter.map(({ node, value, from }) => (
          <li key={node}>
            <span>Ask for {from === "before" ? "the value before" : "the platform's default"}</span>
            <SettingName node={node} />
            <SettingValue node={node} value={value} tone="after" />
          </li>
        ))}
        {byHand.map(({ node, because }) => (
          <li key={node}>
            <span>By hand</span>
            <SettingName node={node} />
            <span>{because}</span>
          </li>
        ))}
        {open.map((node) => (
          <li key={node}>
            <span>No value is known that would undo it</span>
            <SettingName node={node} />
          </li>
        ))}
      </ul>
    </Section>
  );
}
