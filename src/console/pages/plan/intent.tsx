import type { IntentReportBody } from "../../../http/contract/consequences.ts";
import { Folded } from "../../kit/folded.tsx";
import { Section } from "../../kit/layout.tsx";
import { SettingName } from "../../kit/setting-value.tsx";
import { ToneBadge } from "../../kit/state-badge.tsx";
import { countOf, formatCount } from "../../words/numbers.ts";
import css from "./consequences.module.css";

/** On how many devices the policy would wholly hold, and why not on the others. A retirement has none. */
export function Intent({ intent }: { intent: IntentReportBody | null }) {
  if (intent === null) return null;
  const { devices, settings, met, short, unknown, unknownByCatalogue, reasons, missing } = intent;
  const causes = [...reasons.map((row) => ({ ...row, isKnown: true })), ...missing.map((row) => ({ ...row, isKnown: false }))];
  return (
    <Section title={`Intent met on ${formatCount(met)} of ${countOf(devices, "device")}`}>
      <p>
        Every one of {countOf(settings, "setting")} applies there. On {formatCount(short)} at least one does not; on{" "}
        {formatCount(unknown)} a fact is missing, which never counts as met.
        {unknownByCatalogue === 0
          ? null
          : ` On ${formatCount(unknownByCatalogue)} of those only the catalogue is silent; a fuller one can be brought in.`}
      </p>
      {causes.length === 0 ? null : (
        <ul className={css["rows"]} aria-label="Reasons">
          {causes.map(({ isKnown, words, devices: concerned, settings: several }) => (
            <li key={words}>
              <ToneBadge tone={isKnown ? "warn" : "held"}>{isKnown ? "Does not apply" : "Unknown"}</ToneBadge>
              <span>{words}</span>
              <span className={css["count"]}>
                {formatCount(concerned)} of {countOf(devices, "device")}, {countOf(several, "setting")}
              </span>
            </li>
          ))}
        </ul>
      )}
      <LeastVersions rows={intent.leastVersions} />
      <ShortSettings intent={intent} />
    </Section>
  );
}

function LeastVersions({ rows }: { rows: IntentReportBody["leastVersions"] }) {
  return rows.map(({ platform, percent, devices, metNow, version, metThen, toUpdate }) => (
    <p key={platform}>
      {platform}: met on {formatCount(metNow)} of {formatCount(devices)}.{" "}
      {version === null
        ? `Updates alone bring at most ${formatCount(metThen)}, short of ${percent} %.`
        : `With version ${version} on ${countOf(toUpdate, "older device")} it would be ${formatCount(metThen)}, at least ${percent} %.`}
    </p>
  ));
}

function ShortSettings({ intent: { shortSettings, devices } }: { intent: IntentReportBody }) {
  if (shortSettings.length === 0) return null;
  return (
    <details className={css["more"]}>
      <summary>{countOf(shortSettings.length, "setting")} that do not surely apply everywhere</summary>
      <Folded items={shortSettings} what="settings">
        {(shown) => (
          <ul className={css["rows"]}>
            {shown.map((one) => (
              <li key={one.node}>
                <SettingName node={one.node} />
                <span className={css["count"]}>
                  Applies on {formatCount(one.applies)} of {formatCount(devices)}, not on {formatCount(one.notApplicable)},
                  unknown on {formatCount(one.unknown)}
                </span>
                <span>
                  {[...one.reasons, ...one.missing]
                    .map(({ words, devices: some }) => `${words} (${formatCount(some)})`)
                    .join(". ")}
                </span>
                {one.reasons.map(({ cause }) =>
                  cause.kind === "version-too-new"
                    ? cause.successors.map(({ node }) => (
                        <span key={node}>
                          Instead: <SettingName node={node} />
                        </span>
                      ))
                    : null,
                )}
              </li>
            ))}
          </ul>
        )}
      </Folded>
    </details>
  );
}
