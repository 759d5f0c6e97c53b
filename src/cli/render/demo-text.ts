import type { DemoRollout, DemoSummary } from "../demo-summary.ts";
import { verdictWords } from "./gate-text.ts";
import type { Palette } from "./palette.ts";
import { purposeWords, statusWords } from "./rollout-text.ts";
import { count, moment, percent, plural } from "./words.ts";

/** How the demo ended, for people: the stories, what the fleet did, and whether the log holds. */
export function demoText(summary: DemoSummary, palette: Palette): string {
  const { seed, devices, wallSeconds, virtualDays, rollouts, fleet, audit } = summary;
  const lines = [
    `${plural(devices, "device")}, seed ${seed}: ${virtualDays.toFixed(1)} days in ${wallSeconds.toFixed(1)} s`,
    ...rollouts.flatMap((rollout) => ["", ...rolloutLines(rollout, palette)]),
    "",
    `Fleet: ${plural(fleet.requests, "request")}, ${percent(100 * fleet.notModifiedShare)} % of the answered check-ins with nothing new; ${count(fleet.reportsAcknowledged)} reports counted`,
    `Audit: ${plural(audit.entries, "entry", "entries")}, ${audit.ok ? palette.good("the chain holds") : palette.bad("the chain is BROKEN")}`,
  ];
  return `${lines.join("\n")}\n`;
}

function rolloutLines(
  { name, status, because, phases, counts, gates, waitsFor, halted }: DemoRollout,
  palette: Palette,
): readonly string[] {
  const gateOf = (phase: string) => gates.findLast((gate) => gate.phase === phase);
  const width = Math.max(0, ...phases.map((phase) => phase.name.length));
  return [
    `${palette.bold(name)}  ${statusWords(status, palette)}`,
    `  ${because}`,
    ...phases.map(({ name: phase, cohort, enteredAt, leftAt }) => {
      const gate = gateOf(phase);
      const verdict =
        gate === undefined
          ? ""
          : `   gate ${gate.verdict.kind === "hold" ? `holds (${gate.verdict.reason})` : verdictWords({ ...gate, checks: [], judgedAt: 0, evidenceAt: null })}`;
      return `  ${phase.padEnd(width)}  ${plural(cohort, "device")}, ${moment(enteredAt)} to ${leftAt === null ? "now" : moment(leftAt)}${verdict}`;
    }),
    `  offered ${count(counts.offered)} · applied ${count(counts.applied)} · verified ${count(counts.verified)} · failed ${count(counts.failed)} · offline ${count(counts.offline)}`,
    ...(halted === null
      ? []
      : [
          palette.bad(
            `  halted: ${count(halted.exposed)} exposed, ${count(halted.harmed)} of them harmed; ${count(halted.rolledBack)} rolled back, ${count(halted.verifiedBack)} verified back`,
          ),
        ]),
    ...(waitsFor === null
      ? []
      : [
          palette.warn(
            `  waits for approval of ${purposeWords(waitsFor.purpose)}: ${waitsFor.given} of ${waitsFor.needed} given`,
          ),
        ]),
  ];
}
