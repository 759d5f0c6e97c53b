import type { DeviceDetail } from "../../../http/contract/devices.ts";
import { Age, Instant, KeyValueList } from "../../kit/facts.tsx";
import { Section } from "../../kit/layout.tsx";
import { ToneBadge } from "../../kit/state-badge.tsx";
import { countOf } from "../../words/numbers.ts";
import { platformText } from "../../words/platforms.ts";
import { bundleWords, settingFacts } from "./device-words.ts";
import css from "./device.module.css";

/** Whose it is, what it is, where it stands, and when it was heard of. */
export function DeviceFacts({ device }: { device: DeviceDetail }) {
  return (
    <Section title="About the device">
      <div className={css["columns"]}>
        <KeyValueList items={ownerFacts(device)} />
        <KeyValueList items={machineFacts(device)} />
      </div>
      <p>{bundleWords(device.bundle)}</p>
      <Groups groups={device.groups} />
    </Section>
  );
}

function ownerFacts({ person, site, ownership, sensitivities, testOnly, lastSeenAt, bundle }: DeviceDetail) {
  return [
    {
      name: "Owner",
      value:
        person === null ? (
          "nobody: a shared device"
        ) : (
          <>
            {person.displayName}
            <br />
            <span className={css["quiet"]}>
              {person.principalName}
              {person.department === null ? "" : `, ${person.department}`}
            </span>
          </>
        ),
    },
    { name: "Site", value: site === null ? "not known" : `${site.name} (${site.timeZone})` },
    { name: "Belongs to", value: ownership },
    {
      name: "Last seen",
      value:
        lastSeenAt === null ? (
          "never"
        ) : (
          <>
            <Age at={lastSeenAt} /> (<Instant at={lastSeenAt} />)
          </>
        ),
    },
    { name: "Last report", value: bundle?.reportedAt == null ? "none" : <Age at={bundle.reportedAt} /> },
    ...(testOnly || sensitivities.length > 0
      ? [
          {
            name: "Handle with care",
            value: (
              <span className={css["tags"]}>
                {sensitivities.map((one) => (
                  <ToneBadge key={one} tone="warn">
                    {one}
                  </ToneBadge>
                ))}
                {testOnly ? <ToneBadge tone="info">Test device</ToneBadge> : null}
              </span>
            ),
          },
        ]
      : []),
  ];
}

function machineFacts(device: DeviceDetail) {
  const { platform, osVersion, edition, manufacturer, model, serialNumber, id } = device;
  const system = [platformText(platform), edition, osVersion].filter((part) => part !== null).join(" ");
  return [
    { name: "System", value: system },
    { name: "Model", value: [manufacturer, model].filter((part) => part !== null).join(" ") || "not known" },
    ...settingFacts(device),
    { name: "Serial number", value: <code>{serialNumber}</code> },
    { name: "Id", value: <code>{id}</code> },
  ];
}

function Groups({ groups }: { groups: DeviceDetail["groups"] }) {
  if (groups.length === 0) return <p>It is in no group.</p>;
  return (
    <details className={css["fold"]}>
      <summary>In {countOf(groups.length, "group")}</summary>
      <ul className={css["lines"]}>
        {groups.map(({ id, name, via }) => (
          <li key={`${id} ${via}`}>
            {name} <span className={css["quiet"]}>{via === "user" ? "by its owner" : "itself"}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
