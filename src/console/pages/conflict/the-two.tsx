import type { ConflictAnswer } from "../../../http/contract/conflicts.ts";
import { AppLink } from "../../kit/app-link.tsx";
import { AssignmentWords } from "../../kit/assignment-words.tsx";
import { CountLink, KeyValueList } from "../../kit/facts.tsx";
import { Section } from "../../kit/layout.tsx";
import { SettingName, SettingValue } from "../../kit/setting-value.tsx";
import { ToneBadge } from "../../kit/state-badge.tsx";
import { paths } from "../../paths.ts";
import css from "./conflict.module.css";

type End = "a" | "b";

/** Side by side: what each asks for, of whom, and how far the other's devices are its own. */
export function TheTwo({ conflict }: { conflict: ConflictAnswer }) {
  const ends: readonly End[] = conflict.b === null ? ["a"] : ["a", "b"];
  return (
    <div className={css["two"]}>
      {ends.map((end) => (
        <Side key={end} end={end} conflict={conflict} />
      ))}
    </div>
  );
}

function Side({ end, conflict }: { end: End; conflict: ConflictAnswer }) {
  const side = end === "a" ? conflict.a : conflict.b;
  const reach = end === "a" ? conflict.aReach : conflict.bReach;
  if (side === null || reach === null) return null;
  const { winner, node, devices, ofDevices } = conflict;
  const { policyId, name } = side;
  return (
    <Section
      title={name}
      aside={
        winner === null ? null : (
          <ToneBadge tone={winner === end ? "good" : "quiet"}>{winner === end ? "In effect" : "Not in effect"}</ToneBadge>
        )
      }
    >
      <KeyValueList
        items={[
          {
            name: "Asks for",
            value: side.node === null ? "what cannot be read" : <SettingValue node={side.node} value={side.value} tone="after" />,
          },
          ...(side.node === null || side.node === node ? [] : [{ name: "Where", value: <SettingName node={side.node} /> }]),
          { name: "Reaches", value: <CountLink count={reach.devices} of={ofDevices} label="devices" withShare /> },
          {
            name: conflict.b === null ? "With another" : "With the other",
            value: <CountLink count={devices} of={reach.devices} label="of its devices" withShare />,
          },
          { name: "Assigned", value: <AssignmentWords lines={reach.assignments} /> },
        ]}
      />
      <div className={css["actions"]}>
        <AppLink href={paths.policy(policyId)}>The policy</AppLink>
        <AppLink href={paths.conflicts({ policy: policyId })}>All its conflicts</AppLink>
      </div>
    </Section>
  );
}
