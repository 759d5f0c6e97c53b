import type { RolloutPlanBody } from "../../../http/contract/plans.ts";
import { AppLink } from "../../kit/app-link.tsx";
import { type Column, DataTable } from "../../kit/data-table.tsx";
import { Duration, KeyValueList } from "../../kit/facts.tsx";
import { Section } from "../../kit/layout.tsx";
import { paths } from "../../paths.ts";
import { capitalised } from "../../words/capitalised.ts";
import { countOf, formatCount } from "../../words/numbers.ts";
import { gateLines, ON_GATE_FAIL, peopleRule } from "./plan-words.ts";
import css from "./plan.module.css";

type Phase = RolloutPlanBody["phases"][number];

/** How it travels: how many at a time, how long it soaks, what its gate asks, who says yes. */
export function Phases({ plan, rolloutId }: { plan: RolloutPlanBody; rolloutId: string | null }) {
  const { phases, policyPlan } = plan;
  const rows = phases.map((phase, index) => ({ phase, index }));
  return (
    <Section title={countOf(phases.length, "phase")}>
      <p>Each phase opens once the gate of the one before it has passed.</p>
      <DataTable
        label="Phases of the plan"
        columns={columnsFor(rolloutId, policyPlan.devices.inScope)}
        total={rows.length}
        rowAt={(index) => rows[index]}
        keyOf={({ index }) => String(index)}
        empty={null}
      />
      <KeyValueList items={rulesOf(plan, rolloutId)} />
    </Section>
  );
}

type Row = Readonly<{ phase: Phase; index: number }>;

function columnsFor(rolloutId: string | null, inScope: number): readonly Column<Row>[] {
  return [
    {
      key: "name",
      header: "Phase",
      width: "minmax(9rem, 1fr)",
      cell: ({ phase, index }) =>
        rolloutId === null ? (
          capitalised(phase.name)
        ) : (
          <AppLink href={paths.rolloutDevices(rolloutId, { phase: String(index) })}>{capitalised(phase.name)}</AppLink>
        ),
    },
    {
      key: "cap",
      header: "At most",
      width: "11rem",
      cell: ({ phase }) => `${formatCount(phase.cap)} new of ${formatCount(inScope)}`,
    },
    { key: "soak", header: "Soaks", width: "6rem", cell: ({ phase }) => <Duration ms={phase.gate.soakMsMin} /> },
    {
      key: "gate",
      header: "Its gate asks",
      width: "minmax(16rem, 3fr)",
      cell: ({ phase }) => (
        <ul>
          {gateLines(phase.gate).map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      ),
    },
    {
      key: "approvals",
      header: "Approvals",
      width: "7rem",
      cell: ({ phase }) =>
        phase.approvalsMin === 0 ? <span className={css["quiet"]}>none</span> : formatCount(phase.approvalsMin),
    },
  ];
}

function rulesOf(
  { startApprovalsMin, onGateFail, suspendedWhileIsolated, isolatedPilotSkipReason, people }: RolloutPlanBody,
  id: string | null,
) {
  return [
    { name: "Start", value: `${countOf(startApprovalsMin, "approval")}, never by the author` },
    { name: "A failed gate", value: ON_GATE_FAIL[onGateFail] },
    {
      name: "People",
      value: (
        <>
          {peopleRule(people)} {id === null ? null : <AppLink href={paths.people(id)}>Notices and deliveries</AppLink>}
        </>
      ),
    },
    ...(suspendedWhileIsolated.length === 0
      ? []
      : [
          {
            name: "Isolated pilot",
            value: (
              <details className={css["fold"]}>
                <summary>{countOf(suspendedWhileIsolated.length, "policy is", "policies are")} suspended on its devices</summary>
                <ul>
                  {suspendedWhileIsolated.map(({ policyId, name }) => (
                    <li key={policyId}>{name}</li>
                  ))}
                </ul>
              </details>
            ),
          },
        ]),
    ...(isolatedPilotSkipReason === null ? [] : [{ name: "No isolated pilot", value: isolatedPilotSkipReason }]),
  ];
}
