import type { PolicyPlanBody } from "../../../http/contract/plans.ts";
import { AppLink } from "../../kit/app-link.tsx";
import { ConflictClassBadge, SeverityBadge } from "../../kit/conflict-badges.tsx";
import { CountLink } from "../../kit/facts.tsx";
import { SettingName, SettingValue } from "../../kit/setting-value.tsx";
import { ToneBadge } from "../../kit/state-badge.tsx";
import { paths } from "../../paths.ts";
import css from "./plan.module.css";

export type PlannedConflict = PolicyPlanBody["conflicts"][number];

/** One meeting with another policy: how it meets, on how many devices, what each asks for and what the device ends with. */
export function ConflictCard({ conflict, inScope }: { conflict: PlannedConflict; inScope: number }) {
  const { id, node, ours, theirs, devices, standing, rule, sentence } = conflict;
  return (
    <li className={css["conflict"]}>
      <div className={css["conflictHead"]}>
        {node === "" ? <span>Everything in “{theirs.name}”</span> : <SettingName node={node} />}
        <span className={css["badges"]}>
          <ConflictClassBadge of={conflict.class} />
          <SeverityBadge of={conflict.severity} />
          <ToneBadge tone={standing === "new" ? "conflict" : "quiet"}>{standing === "new" ? "New" : "Stands already"}</ToneBadge>
        </span>
      </div>
      <CountLink count={devices} of={inScope} label="devices of the plan" />
      {node === "" ? null : <Sides conflict={conflict} />}
      <p>{sentence}</p>
      <p className={css["quiet"]}>
        Settled by the rule <code>{rule}</code>.{" "}
        {standing === "existing" ? (
          <AppLink href={paths.conflict(id)}>Ways out of it</AppLink>
        ) : ours.policyId === theirs.policyId ? null : (
          <AppLink href={paths.conflicts({ policy: theirs.policyId })}>Where “{theirs.name}” stands in conflict today</AppLink>
        )}
      </p>
    </li>
  );
}

function Sides({ conflict: { node, ours, theirs, winner } }: { conflict: PlannedConflict }) {
  return (
    <dl className={css["sides"]}>
      <div>
        <dt>
          {ours.name} would ask{winner === "ours" ? ", and is in effect" : ""}
        </dt>
        <dd>
          <SettingValue node={node} value={ours.value} tone="after" />
        </dd>
      </div>
      <div>
        <dt>
          {theirs.name} asks{winner === "theirs" ? ", and is in effect" : ""}
        </dt>
        <dd>
          <SettingValue node={node} value={theirs.value} tone="after" />
        </dd>
      </div>
    </dl>
  );
}
