import fc from "fast-check";
import type { Known } from "./openapi-arbitrary.ts";
import { CHECKS, createTally, fault, type Fault } from "./openapi-checks.ts";
import type { Api, Operation } from "./openapi-document.ts";
import { isAimed, KINDS, volleyOf, type Kind, type Volley } from "./openapi-volley.ts";
import { curlOf, type Sender, type WireRequest } from "./openapi-wire.ts";

export type FireOptions = Readonly<{
  api: Api;
  known: Known;
  sender: Sender;
  seed: number;
  /** Of all operations together; shrinking a failure takes more. */
  requests: number;
  /** `OPERATION/KIND/SEED/PATH`, as a failure names it: nothing else is sent. */
  again: string | null;
  /** Texts that are no token of anybody, or of nobody any more. */
  badTokens: readonly string[];
}>;
export type FireReport = Readonly<{
  sent: number;
  seconds: number;
  /** Of this process, server and client together: what a quiet machine would take at least. */
  cpuSeconds: number;
  slowestMs: number;
  failures: readonly string[];
  counts: ReadonlyMap<string, number>;
  /** How many answers of each status each operation gave. */
  statuses: ReadonlyMap<string, ReadonlyMap<number, number>>;
}>;

/** What one operation gets that has nothing to vary. */
const FIXED_REQUESTS = 60;
/** Shares are rounded, and not every kind fits every operation. */
const ROUNDING = 0.02;

/** Fires generated requests at every operation that the description names, and holds each answer to every check. */
export async function fireAt(options: FireOptions): Promise<FireReport> {
  const range = createRange(options);
  const { operations } = options.api;
  const isVaried = ({ params, query, body }: Operation) =>
    body !== null || Object.keys(params).length + Object.keys(query).length > 0;
  const varied = operations.filter(isVaried);
  const each = Math.ceil(
    ((1 + ROUNDING) * options.requests - (operations.length - varied.length) * FIXED_REQUESTS) / varied.length,
  );
  const failures: string[] = [];
  for (const operation of operations) {
    for (const kind of Object.keys(KINDS) as Kind[]) {
      const numRuns = Math.max(2, Math.round((isVaried(operation) ? each : FIXED_REQUESTS) * KINDS[kind]));
      const failure = await range.fire(operation, kind, numRuns);
      if (failure !== null) failures.push(failure);
    }
  }
  return range.report(failures);
}

/** Operations that did what they were asked at least once. */
export function successesIn({ statuses }: FireReport): readonly string[] {
  return [...statuses].filter(([, of]) => [...of.keys()].some((status) => status < 300)).map(([id]) => id);
}

/** The summary that a run prints. */
export function summaryOf(report: FireReport): string {
  const { sent, seconds, cpuSeconds, slowestMs, failures, counts, statuses } = report;
  const byCheck = CHECKS.map((check) => `${check} ${counts.get(check) ?? 0}`).join(", ");
  return (
    `api under fire: ${sent} requests in ${seconds.toFixed(1)} s (${cpuSeconds.toFixed(1)} s of computing), slowest ${Math.round(slowestMs)} ms, ` +
    `${statuses.size} operations (${successesIn(report).length} with a success), mismatches ${failures.length}\n  ${byCheck}\n`
  );
}

type Range = Readonly<{
  fire: (operation: Operation, kind: Kind, numRuns: number) => Promise<string | null>;
  report: (failures: readonly string[]) => FireReport;
}>;

function createRange({ api, known, sender, seed, again, badTokens }: FireOptions): Range {
  const tally = createTally();
  const seen = { sent: 0, slowestMs: 0 };
  const statuses = new Map<string, Map<number, number>>();
  const startedMs = performance.now();
  const cpuBefore = process.cpuUsage();
  const send = async (operation: Operation, wire: WireRequest) => {
    const answer = await sender.send(wire);
    seen.sent += 1;
    seen.slowestMs = Math.max(seen.slowestMs, answer.tookMs);
    const of = statuses.get(operation.id) ?? new Map<number, number>();
    statuses.set(operation.id, of.set(answer.status, (of.get(answer.status) ?? 0) + 1));
    return answer;
  };
  return {
    fire: async (operation, kind, numRuns) => {
      const replay = replayOf(again, operation, kind);
      if (replay === "another" || !isAimed(kind, api, operation)) return null;
      const volleys = volleyOf(kind, { api, known, operation, badTokens, tally });
      const last: { fault: Fault | null } = { fault: null };
      const property = fc.asyncProperty(volleys, async ({ wire, judge }) => {
        const answer = await send(operation, wire);
        const found = await judge(answer, send);
        // The last one that failed is the shrunk one.
        last.fault = found ?? last.fault;
        return found === null;
      });
      const run = await fc.check(property, { seed, numRuns, ...replay });
      if (run.counterexample === null) {
        if (run.failed) throw new Error(`nothing could be generated for ${operation.id}`);
        return null;
      }
      return describe(operation, kind, seed, run.counterexamplePath ?? "", run.counterexample[0], run.errorInstance, last.fault);
    },
    report: (failures) => ({
      ...seen,
      seconds: (performance.now() - startedMs) / 1_000,
      cpuSeconds: (process.cpuUsage(cpuBefore).user + process.cpuUsage(cpuBefore).system) / 1e6,
      failures,
      counts: tally.counts,
      statuses,
    }),
  };
}

function replayOf(again: string | null, { id }: Operation, kind: Kind): "another" | Readonly<{ seed?: number; path?: string }> {
  if (again === null) return {};
  const [wantedId, wantedKind, seed, path] = again.split("/");
  if (wantedId !== id || wantedKind !== kind) return "another";
  return { seed: Number(seed), path: path ?? "" };
}

function describe(
  operation: Operation,
  kind: Kind,
  seed: number,
  path: string,
  { how, wire }: Volley,
  thrown: unknown,
  found: Fault | null,
): string {
  const what = found ?? fault("not_a_server_error", thrown instanceof Error ? thrown.message : "no answer");
  return [
    `${what.check}: ${operation.method} ${operation.path} (${operation.id}, ${how})`,
    `  ${what.because}`,
    `  ${curlOf(wire)}`,
    `  again: TIDEGATE_FIRE='${operation.id}/${kind}/${seed}/${path}' npx vitest run --project pglite tests/walks/api-under-fire.test.ts`,
  ].join("\n");
}
