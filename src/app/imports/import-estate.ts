import { err, ok, type Result } from "../../kit/result.ts";
import { audit } from "../audit.ts";
import type { EstateUpsert } from "../ports/estate-store.ts";
import type { ParsedEstate, SourceFile, SourceFileReader, SourceProblem } from "../ports/source-files.ts";
import type { Store, Unit } from "../ports/store.ts";
import type { Problem } from "../problems/problem.ts";
import { takeBaseline, type BaselineSummary } from "./baseline.ts";
import type { ImportOptions } from "./import-policies.ts";
import { refusalOf } from "./import-problems.ts";

export type EstateImport = Readonly<{
  files: number;
  devices: number;
  users: number;
  groups: number;
  sites: number;
  problems: readonly SourceProblem[];
  /** Null in a dry run. */
  written: Readonly<{ upsert: EstateUpsert; baseline: BaselineSummary }> | null;
}>;

/** Adds and changes; what the tables do not name stays. All of it or nothing. */
export async function importEstate(
  store: Store,
  reader: SourceFileReader,
  files: readonly SourceFile[],
  options: ImportOptions,
): Promise<Result<EstateImport, Problem>> {
  const parsed = reader.readEstate(files);
  if (options.dryRun) return ok(summaryOf(parsed, null));
  const refused = refusalOf(parsed.problems);
  if (refused !== null) return err(refused);
  return ok(await store.write((unit) => write(unit, parsed, options)));
}

async function write(unit: Unit, parsed: ParsedEstate, { by, now }: ImportOptions): Promise<EstateImport> {
  await unit.world.bump({ estate: true });
  const upsert = await unit.estate.upsert(parsed.parts);
  const baseline = await takeBaseline(unit, now);
  await audit(unit, now, by, "estate.imported", "estate", { files: parsed.files, upsert, baseline: baseline.hash });
  return summaryOf(parsed, { upsert, baseline });
}

function summaryOf(parsed: ParsedEstate, written: EstateImport["written"]): EstateImport {
  const { devices, users, groups, sites } = parsed.parts;
  return {
    files: parsed.files,
    devices: devices.length,
    users: users.length,
    groups: groups.length,
    sites: sites.length,
    problems: parsed.problems,
    written,
  };
}
