/** A figure measured beside ours in the same run; `ratio`: ours by theirs, so that above 1 ours is faster. */
export type Peer = Readonly<{ name: string; value: number; ratio: number }>;
export type Goal = Readonly<{ what: string; goal: string; value: number; met: boolean }>;

/** `figures` carry their unit in the name; `mismatches`: answers that differ from the oracle's. */
export type Measurement = Readonly<{
  name: string;
  figures: Readonly<Record<string, number>>;
  peers: readonly Peer[];
  mismatches: number;
  /** What was compared, or why nothing was. */
  oracle: string;
  goals: readonly Goal[];
}>;

export type BenchOutcome = Readonly<{
  subject: string;
  seed: number;
  ours: Readonly<Record<string, Readonly<Record<string, number>>>>;
  peers: readonly Peer[];
  mismatches: number;
  goals: readonly Goal[];
}>;

export function outcomeOf(subject: string, seed: number, measurements: readonly Measurement[]): BenchOutcome {
  return {
    subject,
    seed,
    ours: Object.fromEntries(measurements.map(({ name, figures }) => [name, figures])),
    peers: measurements.flatMap(({ peers }) => peers),
    mismatches: measurements.reduce((sum, one) => sum + one.mismatches, 0),
    goals: measurements.flatMap(({ goals }) => goals),
  };
}

export function outcomeText(subject: string, seed: number, measurements: readonly Measurement[]): string {
  const lines = [`${subject}, seed ${seed}`];
  for (const { name, figures, peers, mismatches, oracle } of measurements) {
    lines.push("", name);
    for (const [figure, value] of Object.entries(figures)) lines.push(`  ${figure.padEnd(32)}${shown(value).padStart(14)}`);
    for (const peer of peers)
      lines.push(`  against ${peer.name.padEnd(40)}${shown(peer.value)}   ratio ${peer.ratio.toFixed(2)}`);
    lines.push(`  mismatches ${mismatches}: ${oracle}`);
  }
  lines.push("", "goals");
  for (const { what, goal, value, met } of measurements.flatMap((one) => one.goals))
    lines.push(`  ${met ? "met   " : "missed"}  ${what}: ${shown(value)}, goal ${goal}`);
  const total = measurements.reduce((sum, one) => sum + one.mismatches, 0);
  return `${lines.join("\n")}\n\nseed ${seed}, mismatches ${total}\n`;
}

function shown(value: number): string {
  const digits = Number.isInteger(value) ? 0 : Math.abs(value) < 10 ? 3 : 1;
  return value.toLocaleString("en-GB", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
