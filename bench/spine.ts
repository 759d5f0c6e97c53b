import { parseArgs } from "node:util";
import { freshDatabases } from "./shared/fresh-databases.ts";
import { outcomeOf, outcomeText, type Measurement } from "./shared/outcome.ts";
import { measureCheckIns } from "./spine/check-ins.ts";
import { measureHeadlessDemo } from "./spine/headless-demo.ts";
import { measureImport } from "./spine/import-policies.ts";
import { measurePlan } from "./spine/plan-demo.ts";
import { measureReportTick } from "./spine/report-tick.ts";
import { openStage } from "./spine/stage.ts";

/*
 *   npm run bench -- spine [--devices 5000] [--seed 7] [--database-url URL] [--only PART] [--json]
 *
 * The road of one policy change: import, plan, a tick with everybody reporting, check-ins, the headless demo.
 */

const PARTS = ["import", "plan", "tick", "check-ins", "demo"] as const;
type Part = (typeof PARTS)[number];

const { values: flags } = parseArgs({
  options: {
    devices: { type: "string", default: "5000" },
    seed: { type: "string", default: "7" },
    "database-url": { type: "string" },
    only: { type: "string" },
    json: { type: "boolean", default: false },
  },
});

process.exitCode = await main();

async function main(): Promise<number> {
  const devices = whole("devices", flags.devices, 1_000, 200_000);
  const seed = whole("seed", flags.seed, 0, 0xffff_ffff);
  const only = partOf(flags.only);
  const databases = freshDatabases(flags["database-url"] ?? null);
  const measurements: Measurement[] = [];
  try {
    const wants = (part: Part) => only === null || only === part;
    if (wants("import")) measurements.push(await told(measureImport(databases, seed)));
    if (wants("plan") || wants("tick") || wants("check-ins")) {
      const stage = await openStage(await databases.next(), seed, devices);
      try {
        if (wants("plan")) measurements.push(await told(measurePlan(stage)));
        // Check-ins need the devices that the tick's wave has left behind.
        if (wants("tick") || wants("check-ins")) {
          const { measurement, members } = await measureReportTick(stage, seed);
          measurements.push(await told(Promise.resolve(measurement)));
          if (wants("check-ins")) measurements.push(await told(measureCheckIns(stage, members)));
        }
      } finally {
        await stage.close();
      }
    }
  } finally {
    await databases.dropAll();
  }
  if (only === null || only === "demo") measurements.push(await told(measureHeadlessDemo(seed, devices)));
  const outcome = outcomeOf("spine", seed, measurements);
  process.stdout.write(flags.json ? `${JSON.stringify(outcome, null, 2)}\n` : outcomeText("spine", seed, measurements));
  return outcome.mismatches > 0 ? 1 : 0;
}

async function told(measuring: Promise<Measurement>): Promise<Measurement> {
  const measurement = await measuring;
  process.stderr.write(`bench: measured ${measurement.name}\n`);
  return measurement;
}

function partOf(text: string | undefined): Part | null {
  if (text === undefined) return null;
  const part = PARTS.find((known) => known === text);
  if (part === undefined) throw new Error(`--only takes one of ${PARTS.join(", ")}, not \`${text}\``);
  return part;
}

function whole(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most)
    throw new Error(`--${name} takes a whole number from ${least} to ${most}, not \`${text}\``);
  return value;
}
