import type { PhaseCountsBody, RolloutDetail, RolloutPhaseBody, RolloutSummary } from "../../http/contract/rollouts.ts";
import type { CohortCounts } from "../../rollout/evidence.ts";
import { checkLines, verdictWords } from "./gate-text.ts";
import type { Palette } from "./palette.ts";
import { count, listed, moment, plural, shareOf, shortHash } from "./words.ts";

/** The tree of a rollout: what it is, its phases with their devices, the open gate's checks, and what is possible now. */
export function rolloutText(rollout: RolloutDetail, palette: Palette): string {
  const { phases } = rollout;
  const nameWidth = Math.max(0, ...phases.map((phase) => phase.name.length));
  const lines = [
    ...headLines(rollout, palette),
    "",
    ...phases.flatMap((phase, at) => phaseLines(phase, { isLast: at === phases.length - 1, nameWidth, palette })),
    ...rollbackLines(rollout),
    "",
    `Possible now: ${possibleWords(rollout.possibleCommands)}`,
    palette.faint(`As of ${moment(rollout.asOf)}`),
  ];
  return `${lines.join("\n")}\n`;
}

/** `approval of start: 0 of 1 given`, with whoever said no. */
export function approvalWords({ purpose, given, needed, deniedBy }: NonNullable<RolloutSummary["waitsForApproval"]>): string {
  const denied = deniedBy.length === 0 ? "" : `; ${listed(deniedBy)} said no`;
  return `approval of ${purposeWords(purpose)}: ${given} of ${needed} given${denied}`;
}

/** The verbs as they are typed here. */
export function possibleWords(commands: RolloutDetail["possibleCommands"]): string {
  if (commands.length === 0) return "nothing, it is over";
  return listed(commands.map((command) => (command === "roll-back" ? "rollback" : command)));
}

export function statusWords(status: string, palette: Palette): string {
  if (BAD.has(status)) return palette.bad(status);
  return WAITING.has(status) ? palette.warn(status) : palette.good(status);
}

const BAD = new Set(["halted", "rolling-back", "rolled-back", "aborted"]);
const WAITING = new Set(["scope", "held", "paused"]);

const BAR_CELLS = 24;
const BAR: readonly (readonly [keyof Omit<CohortCounts, "cohort">, string])[] = [
  ["succeeded", "#"],
  ["error", "x"],
  ["conflict", "!"],
  ["notApplicable", "o"],
  ["awaitingReport", "~"],
  ["notOffered", "."],
  ["heldBack", ":"],
  ["left", "-"],
];

/** Every bucket that holds a device shows at least one cell, so that one failure of thousands is seen. */
export function countsBar(counts: CohortCounts): string {
  if (counts.cohort === 0) return `[${" ".repeat(BAR_CELLS)}]`;
  const parts = BAR.flatMap(([bucket, mark]) => {
    const devices = counts[bucket];
    return devices === 0 ? [] : [{ mark, cells: Math.max(1, Math.round((BAR_CELLS * devices) / counts.cohort)) }];
  });
  const widest = () => parts.reduce((a, b) => (b.cells > a.cells ? b : a));
  for (let off = parts.reduce((sum, part) => sum + part.cells, 0) - BAR_CELLS; off !== 0; off -= Math.sign(off))
    widest().cells -= Math.sign(off);
  return `[${parts.map(({ mark, cells }) => mark.repeat(cells)).join("")}]`;
}

/** What the marks of the bar stand for. */
export const BAR_LEGEND =
  "# verified  x failed  ! conflict  o not applicable  ~ report awaited  . not offered  : held back  - left";

function headLines(rollout: RolloutDetail, palette: Palette): readonly string[] {
  const { name, status, because, policy, change, totals, population, author, planHash, waitsForApproval } = rollout;
  const failed = totals.everFailed === 0 ? "" : `, ${palette.bad(`${count(totals.everFailed)} of them failed at some time`)}`;
  return [
    `${palette.bold(name)}  ${statusWords(status, palette)}   ${palette.faint(rollout.id)}`,
    `  ${because}`,
    `  ${change} of policy "${policy.name}" by ${author}   plan ${shortHash(planHash)}`,
    `  devices exposed: ${shareOf(totals.exposed, population)}${failed}`,
    ...(waitsForApproval === null
      ? []
      : [
          palette.warn(`  waits for ${approvalWords(waitsForApproval)}`),
          `    tidegate rollout approve ${rollout.id} --plan ${planHash} --reason WHY`,
        ]),
  ];
}

type PhaseLook = Readonly<{ isLast: boolean; nameWidth: number; palette: Palette }>;

function phaseLines(phase: RolloutPhaseBody, { isLast, nameWidth, palette }: PhaseLook): readonly string[] {
  const [branch, stem] = isLast ? ["└─", "  "] : ["├─", "│ "];
  const name = phase.name.padEnd(nameWidth);
  if (phase.status === "planned")
    return [
      palette.faint(
        `${branch} ${name}  planned, at most ${plural(phase.cap, "device")}, ${plural(phase.approvalsMin, "approval")}`,
      ),
    ];
  const span =
    phase.leftAt === null ? `open since ${moment(phase.openedAt)}` : `${moment(phase.openedAt)} to ${moment(phase.leftAt)}`;
  const head = `${branch} ${palette.bold(name)}  ${countsBar(phase.counts)} ${plural(phase.cohortSize, "device")}, ${span}`;
  const lines = [head, `${stem}   ${countWords(phase.counts)}`];
  if (phase.judgement === null) return lines;
  const verdict = `${stem}   gate ${verdictWords(phase.judgement)}`;
  const checks = phase.leftAt === null ? checkLines(phase.judgement, palette).map((line) => `${stem}     ${line}`) : [];
  return [...lines, verdict, ...checks];
}

function countWords({ cohort, offered, applied, verified, error, conflict, offline }: PhaseCountsBody): string {
  const parts = [
    `offered ${count(offered)}`,
    `applied ${count(applied)}`,
    `verified ${count(verified)}`,
    `failed ${count(error)}`,
    `conflict ${count(conflict)}`,
    `offline ${count(offline)}`,
  ];
  return `${parts.join(" · ")}   of ${count(cohort)}`;
}

function rollbackLines({ rollback }: RolloutDetail): readonly string[] {
  if (rollback === null) return [];
  const { exposed, verifiedBack, outstanding, left, harmed } = rollback;
  const gone = left === 0 ? "" : `, ${count(left)} left the estate`;
  return [
    "",
    `Back: ${shareOf(verifiedBack, exposed)} devices verified the previous state, ${count(outstanding)} outstanding${gone}; ${count(harmed)} were harmed`,
  ];
}

/** `phase:2` is the third phase, as people count. */
export function purposeWords(purpose: string): string {
  const [kind = purpose, index] = purpose.split(":");
  if (kind === "phase") return `phase ${Number(index) + 1}`;
  if (kind === "waive") return `going on with thin evidence in phase ${Number(index) + 1}`;
  return kind === "resume" ? "resuming after the halt" : kind === "start" ? "the start" : purpose;
}
