import { AppLink } from "../../kit/app-link.tsx";
import { Age } from "../../kit/facts.tsx";
import { Folded } from "../../kit/folded.tsx";
import { Sentence } from "../../kit/sentence.tsx";
import { SettingName, SettingValue } from "../../kit/setting-value.tsx";
import { StateBadge, ToneBadge } from "../../kit/state-badge.tsx";
import { paths } from "../../paths.ts";
import { formatCount } from "../../words/numbers.ts";
import css from "./device.module.css";
import { type PolicyWhy, readingsOf, type SettingReading, stateOf } from "./device-words.ts";

/** One policy: its state in a line, and opened the reasons and each setting wanted and seen. */
export function PolicyDetails({ policy }: { policy: PolicyWhy }) {
  return (
    <details className={css["policy"]}>
      <summary>
        <span className={css["grow"]}>{policy.name}</span>
        {policy.wanted ? (
          <>
            <span className={css["quiet"]}>{verifiedWords(policy)}</span>
            <StateBadge kind="device" state={stateOf(policy)} />
          </>
        ) : (
          <ToneBadge tone="quiet">Does not apply</ToneBadge>
        )}
      </summary>
      <div className={css["inside"]}>
        <Reasons policy={policy} />
        <Report policy={policy} />
        {policy.settings.length === 0 ? null : <Settings readings={readingsOf(policy)} />}
      </div>
    </details>
  );
}

function verifiedWords({ report, settings }: PolicyWhy): string {
  if (report === null || !report.isOfWantedVersion) return `0 of ${formatCount(settings.length)} read back`;
  return `${formatCount(report.verified)} of ${formatCount(report.settings)} read back`;
}

function Reasons({ policy: { because, rollout } }: { policy: PolicyWhy }) {
  return (
    <div>
      <p className={css["label"]}>Why</p>
      <ol className={css["chain"]}>
        {because.map((reason) => (
          <li key={reason}>
            <Sentence>{reason}</Sentence>
          </li>
        ))}
        {rollout === null ? null : (
          <li>
            Brought by <AppLink href={paths.rollout(rollout.id)}>{rollout.name}</AppLink>, {rollout.phase}.
          </li>
        )}
      </ol>
    </div>
  );
}

function Report({ policy: { report, versionNumber, wanted } }: { policy: PolicyWhy }) {
  const version = versionNumber === null ? "" : ` Version ${versionNumber}.`;
  if (report === null) return wanted ? <p>The device has not said anything about it yet.{version}</p> : null;
  return (
    <p>
      Reported <Age at={report.reportedAt} />
      {report.isOfWantedVersion
        ? "."
        : wanted
          ? ", about another version than the one it should hold."
          : ": it held it at that time."}
      {version}
    </p>
  );
}

function Settings({ readings }: { readings: readonly SettingReading[] }) {
  return (
    <Folded items={readings} what="settings" first={20}>
      {(shown) => (
        <ul className={css["settings"]}>
          {shown.map(({ node, wanted, seen, seenValue, tone, word }) => (
            <li key={node}>
              <SettingName node={node} />
              <dl>
                <div>
                  <dt>Wanted</dt>
                  <dd>
                    <SettingValue node={node} value={wanted} />
                  </dd>
                </div>
                <div>
                  <dt>Seen</dt>
                  <dd>{seen ?? <SettingValue node={node} value={seenValue} />}</dd>
                </div>
              </dl>
              <ToneBadge tone={tone}>{word}</ToneBadge>
            </li>
          ))}
        </ul>
      )}
    </Folded>
  );
}
