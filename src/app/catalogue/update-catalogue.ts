import { formatInstant, type Instant } from "../../kit/instant.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import { layeredCatalogue } from "../../policy/layered-catalogue.ts";
import { audit } from "../audit.ts";
import type { CatalogueFault, CatalogueSource, ReadCatalogue } from "../ports/catalogue-source.ts";
import type { StoredCatalogue } from "../ports/catalogue-store.ts";
import type { SourceFile } from "../ports/source-files.ts";
import type { Store, Unit } from "../ports/store.ts";
import { problem, type Problem } from "../problems/problem.ts";
import type { CatalogueHolder } from "./catalogue-holder.ts";
import { differenceOf, touchedBy, type CatalogueDifference, type CatalogueTouches } from "./catalogue-touches.ts";
import { packedHash } from "./packed-hash.ts";

export type CatalogueChoice =
  | Readonly<{ kind: "files"; files: readonly SourceFile[] }>
  /** The user's own tenant: belongs to a connection that does not exist yet. */
  | Readonly<{ kind: "graph" }>
  /** Back to what came with Tidegate. */
  | Readonly<{ kind: "shipped" }>;

export type CatalogueUpdate = Readonly<{
  /** What is in force afterwards. */
  definitions: number;
  complete: boolean;
  /** Why what was brought in does not list everything; null where it does, or where nothing was. */
  incompleteBecause: string | null;
  appeared: number;
  changed: number;
  gone: number;
  touches: CatalogueTouches;
  /** Null in a dry run. */
  written: Readonly<{ hash: string | null }> | null;
}>;

export type CatalogueParts = Readonly<{ store: Store; holder: CatalogueHolder; source: CatalogueSource }>;
export type UpdateOptions = Readonly<{ dryRun: boolean; by: string; now: Instant }>;

/**
 * Brings another catalogue into force, for every process that shares the database. Plans keep what they were approved with: a
 * catalogue judges and names settings, it sends nothing. A dry run says the same and writes nothing.
 */
export async function updateCatalogue(
  parts: CatalogueParts,
  choice: CatalogueChoice,
  options: UpdateOptions,
): Promise<Result<CatalogueUpdate, Problem>> {
  if (choice.kind === "graph")
    return err(problem("catalogue-tenant-missing", "no Intune tenant is connected, so that its definitions cannot be asked for"));
  await parts.holder.refresh({ must: true });
  const before = parts.holder.inForce();
  const read = choice.kind === "files" ? await readFiles(parts, choice.files, options.now) : ok(null);
  if (!read.ok) return read;
  const shipped = before.shipped.catalogue;
  const after = read.value === null ? shipped : layeredCatalogue(read.value.catalogue, shipped);
  const difference = await differenceOf(before.catalogue, after);
  const touches = await parts.store.read((unit) => touchedBy(unit, difference, after));
  const stored = read.value === null ? null : storedOf(read.value, options);
  const summary = { definitions: after.size, complete: after.complete, ...counts(difference) };
  const answer = { ...summary, incompleteBecause: read.value?.why ?? null, touches };
  if (options.dryRun) return ok({ ...answer, written: null });
  const isOurs = await parts.store.write((unit) => write(unit, before.stored, stored, read.value, summary, options));
  await parts.holder.refresh({ must: true });
  if (!isOurs) return err(problem("moved-meanwhile", "somebody else brought in another catalogue at the same time"));
  return ok({ ...answer, written: { hash: stored?.hash ?? null } });
}

async function readFiles(
  { source }: CatalogueParts,
  files: readonly SourceFile[],
  now: Instant,
): Promise<Result<ReadCatalogue, Problem>> {
  const read = await source.read(files, formatInstant(now).slice(0, "2026-01-01".length));
  return read.ok ? read : err(invalid(read.error));
}

function invalid(faults: readonly CatalogueFault[]): Problem {
  const issues = faults.map(({ file, at, message }) => ({
    code: "catalogue-invalid",
    at: [file, at].filter((part) => part !== "").join(" "),
    message,
    help: "export the definitions of `deviceManagement/configurationSettings` anew",
  }));
  const what = issues.length === 1 ? "one place is" : `${issues.length} places are`;
  return problem("catalogue-invalid", `${what} not as a list of setting definitions has to be`, { issues });
}

function storedOf({ packed, catalogue }: ReadCatalogue, { by, now }: UpdateOptions): StoredCatalogue {
  const { size, complete } = catalogue;
  return { hash: packedHash(packed), definitions: size, complete, updatedAt: now, updatedBy: by };
}

/** False: the catalogue in force is not the one that was compared with. */
async function write(
  unit: Unit,
  before: StoredCatalogue | null,
  stored: StoredCatalogue | null,
  read: ReadCatalogue | null,
  summary: Readonly<{ definitions: number; complete: boolean; appeared: number; changed: number; gone: number }>,
  { by, now }: UpdateOptions,
): Promise<boolean> {
  if (((await unit.catalogue.head())?.hash ?? null) !== (before?.hash ?? null)) return false;
  if (stored === null || read === null) await unit.catalogue.clear();
  else await unit.catalogue.put(stored, read.packed);
  const detail = { from: before?.hash ?? null, to: stored?.hash ?? null, ...summary };
  await audit(unit, now, by, "catalogue.updated", "catalogue", detail);
  return true;
}

function counts(difference: CatalogueDifference): Readonly<{ appeared: number; changed: number; gone: number }> {
  const changes = [...difference.values()].map(({ change }) => change);
  const count = (wanted: string) => changes.filter((change) => change === wanted).length;
  return { appeared: count("appeared"), changed: count("changed"), gone: count("gone") };
}
