import { err, ok, type Result } from "../../kit/result.ts";
import { compareText, type GroupId } from "../../kit/ids.ts";
import type { Instant } from "../../kit/instant.ts";
import { sha256Hex } from "../../kit/sha256.ts";
import type { Group } from "../../estate/group.ts";
import type { DeclaredId } from "../../policy/contribution.ts";
import { countRows, type DeclaredFact, type RowCounts } from "../../policy/declared-fact.ts";
import { audit } from "../audit.ts";
import { refusalOf } from "../imports/import-problems.ts";
import { MASTER_PROBLEMS } from "../ports/master-problem-codes.ts";
import type { MasterReader, ParsedMaster } from "../ports/master-reader.ts";
import type { SourceFile, SourceProblem } from "../ports/source-files.ts";
import type { Store, Unit } from "../ports/store.ts";
import type { Problem } from "../problems/problem.ts";

export type MasterImportOptions = Readonly<{
  /** A group's id or name, for everything whose file names none. */
  group: string | null;
  dryRun: boolean;
  by: string;
  now: Instant;
}>;

export type ImportedMaster = Readonly<{
  id: string;
  name: string;
  master: DeclaredFact["master"];
  groupId: string;
  groupName: string;
  counts: RowCounts;
  workloads: DeclaredFact["workloads"];
  readAt: Instant | null;
}>;

export type MasterImport = Readonly<{
  files: number;
  masters: readonly ImportedMaster[];
  problems: readonly SourceProblem[];
  /** Null in a dry run. */
  written: Readonly<{ added: number; replaced: number }> | null;
}>;

/** Takes in what other masters set. The same name, master and group takes the place of what was declared before. All or nothing. */
export async function importMasters(
  store: Store,
  reader: MasterReader,
  files: readonly SourceFile[],
  options: MasterImportOptions,
): Promise<Result<MasterImport, Problem>> {
  const parsed = reader.readMasters(files);
  const groups = await store.read((unit) => unit.estate.load());
  const found = declaredFacts(parsed.masters, [...groups.groupsById.values()], options);
  const problems = [...parsed.problems, ...found.problems];
  const masters = found.facts.map(({ fact, group }) => importedOf(fact, group));
  if (options.dryRun) return ok({ files: files.length, masters, problems, written: null });
  const refused = refusalOf(problems);
  if (refused !== null) return err(refused);
  const facts = found.facts.map(({ fact }) => fact);
  const written = await store.write((unit) => write(unit, facts, options));
  return ok({ files: files.length, masters, problems, written });
}

async function write(unit: Unit, facts: readonly DeclaredFact[], { by, now }: MasterImportOptions) {
  const tally = { added: 0, replaced: 0 };
  for (const fact of facts) tally[(await unit.masters.save(fact)).replaced ? "replaced" : "added"] += 1;
  const names = facts.slice(0, NAMES_LOGGED_MAX).map(({ name, master, groupId }) => ({ name, master, groupId }));
  await audit(unit, now, by, "masters.imported", "masters", { ...tally, masters: names });
  return tally;
}

/** The audit log says what was brought; a whole domain's objects would drown it. */
const NAMES_LOGGED_MAX = 50;

type Found = Readonly<{
  facts: readonly Readonly<{ fact: DeclaredFact; group: Group }>[];
  problems: readonly SourceProblem[];
}>;

function declaredFacts(
  masters: readonly ParsedMaster[],
  groups: readonly Group[],
  { group: otherwise, by, now }: MasterImportOptions,
): Found {
  const facts = new Map<string, Readonly<{ fact: DeclaredFact; group: Group }>>();
  const problems: SourceProblem[] = [];
  for (const one of masters) {
    const wanted = one.group ?? otherwise;
    if (wanted === null) {
      problems.push(problemOf("master-group-missing", one, `\`${one.name}\` holds for no group`));
      continue;
    }
    const group = findGroup(groups, wanted);
    if (group === null) {
      problems.push(problemOf("master-group-unknown", one, `\`${one.name}\` names the group \`${wanted}\``));
      continue;
    }
    const fact = factOf(one, group.id, by, now);
    const twin = facts.get(fact.id);
    if (twin !== undefined) problems.push(problemOf("master-duplicate", one, `\`${one.name}\` is in \`${twin.fact.file}\` too`));
    else facts.set(fact.id, { fact, group });
  }
  return { facts: [...facts.values()].sort((a, b) => compareText(a.fact.id, b.fact.id)), problems };
}

/** By id, or by name where one group alone has it. */
function findGroup(groups: readonly Group[], wanted: string): Group | null {
  const byId = groups.find(({ id }) => id === wanted);
  if (byId !== undefined) return byId;
  const [first, second] = groups.filter(({ name }) => name === wanted);
  return second === undefined ? (first ?? null) : null;
}

function factOf(one: ParsedMaster, groupId: GroupId, importedBy: string, importedAt: Instant): DeclaredFact {
  const { name, master, rows, workloads, file, readAt } = one;
  const id = `ms-${sha256Hex(JSON.stringify([master, name, groupId])).slice(0, 16)}` as DeclaredId;
  return { id, name, master, groupId, rows, workloads, file, readAt, importedAt, importedBy };
}

function importedOf({ id, name, master, groupId, rows, workloads, readAt }: DeclaredFact, group: Group): ImportedMaster {
  return { id, name, master, groupId, groupName: group.name, counts: countRows(rows), workloads, readAt };
}

function problemOf(code: keyof typeof MASTER_PROBLEMS, { file }: ParsedMaster, message: string): SourceProblem {
  const { severity, help } = MASTER_PROBLEMS[code];
  return { code, severity, file, pointer: "", message, help };
}
