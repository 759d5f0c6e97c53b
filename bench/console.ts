import { parseArgs } from "node:util";
import { instant } from "../src/kit/instant.ts";
import { seededRandom } from "../src/kit/seeded-random.ts";
import type { DatabaseOptions } from "../src/store/database/open-database.ts";
import { startPostgresServer } from "../tests/helpers/postgres-server.ts";
import { policyFile, type SmallPolicy } from "../tests/helpers/small-policy.ts";
import { drawBigEstate } from "./console/big-estate.ts";
import { openLateReports } from "./console/late-reports.ts";
import { measureCommands } from "./console/measure-commands.ts";
import { isBuilt, measurePage, naiveRead } from "./console/measure-pages.ts";
import { pagesOf, type Scene } from "./console/pages.ts";
import { propose, walkRollout } from "./console/walk-rollout.ts";
import { freshDatabases, type FreshDatabases } from "./shared/fresh-databases.ts";
import { timed } from "./shared/measure.ts";
import { outcomeOf, outcomeText, type Measurement } from "./shared/outcome.ts";
import { importFiles, openBenchServer, type BenchServer } from "./spine/stage.ts";

/*
 *   npm run bench -- console [--devices 100000] [--seed 7] [--on memory|postgres] [--database-url URL] [--without-statistics]
 *     [--json]
 *
 * What the console reads, over HTTP, from an estate of 100,000 devices: one rollout that has taken them all, one whose last
 * wave is open, some that are planned. On the embedded database and on a PostgreSQL; left out: both. Databases gather statistics
 * of their tables within minutes; `--without-statistics` measures before that.
 */

const { values: flags } = parseArgs({
  options: {
    devices: { type: "string", default: "100000" },
    seed: { type: "string", default: "7" },
    on: { type: "string" },
    "database-url": { type: "string" },
    "without-statistics": { type: "boolean", default: false },
    json: { type: "boolean", default: false },
  },
});

const PLANNED_ROLLOUTS = 4;
const settings = { location: 2, telemetry: 2, cortana: 0, consumer: 0 } as const;
const policyOf = (name: string): SmallPolicy => ({ name, settings, to: "all-devices" });
const LANDED = policyOf("Manners");
const LIVE = policyOf("Telemetry");
const PLANNED = Array.from({ length: PLANNED_ROLLOUTS }, (_, at) => policyOf(`Planned ${at}`));

process.exitCode = await main();

async function main(): Promise<number> {
  const seed = whole("seed", flags.seed, 0, 0xffff_ffff);
  const devices = whole("devices", flags.devices, 2_000, 200_000);
  if (flags.on !== undefined && flags.on !== "memory" && flags.on !== "postgres")
    throw new Error(`--on takes memory or postgres, not \`${flags.on}\``);
  const measurements: Measurement[] = [];
  if (flags.on !== "postgres" && flags["database-url"] === undefined)
    measurements.push(...(await onDatabase("memory", freshDatabases(null), seed, devices)));
  if (flags.on !== "memory") measurements.push(...(await onPostgres(seed, devices)));
  const outcome = outcomeOf("console", seed, measurements);
  process.stdout.write(flags.json ? `${JSON.stringify(outcome, null, 2)}\n` : outcomeText("console", seed, measurements));
  return outcome.mismatches > 0 ? 1 : 0;
}

async function onPostgres(seed: number, devices: number): Promise<readonly Measurement[]> {
  const url = flags["database-url"];
  if (url !== undefined) return onDatabase("postgres", freshDatabases(url), seed, devices);
  const server = await startPostgresServer();
  try {
    return await onDatabase("postgres", freshDatabases(server.url), seed, devices);
  } finally {
    await server.stop();
  }
}

async function onDatabase(
  kind: string,
  databases: FreshDatabases,
  seed: number,
  devices: number,
): Promise<readonly Measurement[]> {
  try {
    return await measure(kind, await databases.next(), seed, devices);
  } finally {
    await databases.dropAll();
  }
}

async function measure(kind: string, database: DatabaseOptions, seed: number, devices: number): Promise<readonly Measurement[]> {
  const server = await openBenchServer(database);
  try {
    const scene = await timed(() => setScene(server, seed, devices));
    process.stderr.write(`bench: ${kind}, the scene took ${Math.round(scene.tookMs / 1_000)} s\n`);
    const { live } = scene.value;
    const naiveMs = await naiveRead(server.product, live.detail.id);
    const done: Measurement[] = [];
    for (const page of pagesOf(scene.value)) {
      if (!(await isBuilt(server.people.operator, page.path))) {
        process.stderr.write(`bench: ${page.name} is not built yet\n`);
        continue;
      }
      const isOfRollout = page.path.startsWith(`/api/v1/rollouts/${live.detail.id}`);
      const measured = await measurePage(server.people.operator, page, isOfRollout ? naiveMs : null);
      process.stderr.write(`bench: ${kind}, ${page.name}: p95 ${Math.round(measured.figures["p95Ms"] ?? 0)} ms\n`);
      done.push({ ...measured, name: `${kind}: ${measured.name}` });
    }
    const commands = await measureCommands(server, live.detail.id);
    return [...done, { ...commands, name: `${kind}: ${commands.name}` }];
  } finally {
    await server.close();
  }
}

async function setScene(server: BenchServer, seed: number, devices: number): Promise<Scene> {
  const random = seededRandom(`${seed}/console-walk`);
  const estate = drawBigEstate(seed, devices, instant(server.clock.now()));
  await importFiles(server.people.author, [...estate.files, ...[LANDED, LIVE, ...PLANNED].map(policyFile)]);
  process.stderr.write(`bench: ${devices} devices are imported\n`);
  for (const policy of PLANNED) await propose(server, policy, `${policy.name} anew`);
  process.stderr.write(`bench: ${PLANNED.length} rollouts are planned\n`);
  const deviceById = new Map(estate.devices.map((device) => [device.id, device]));
  const landed = await walkRollout(server, { policy: LANDED, deviceById, seq: 1, toTheEnd: true }, random);
  const live = await walkRollout(server, { policy: LIVE, deviceById, seq: 2, toTheEnd: false }, random);
  if (!flags["without-statistics"]) await gatherStatistics(server);
  const late = openLateReports(server, live);
  return { live: late.walk, landed, rollouts: PLANNED_ROLLOUTS + 2, moreReports: late.send };
}

/** The embedded database does it in its maintenance, a server by itself. */
async function gatherStatistics({ product: { database } }: BenchServer): Promise<void> {
  await (database.kind === "postgres" ? database.exec("vacuum (analyze)") : database.maintenance());
}

function whole(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most)
    throw new Error(`--${name} takes a whole number from ${least} to ${most}, not \`${text}\``);
  return value;
}
