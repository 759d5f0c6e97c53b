import { err, ok, type Result } from "../../kit/result.ts";
import type { Instant } from "../../kit/instant.ts";
import { countOf } from "../../audience/device-set.ts";
import type { DeclaredId } from "../../policy/contribution.ts";
import { countRows, reachOfDeclared, type DeclaredRow } from "../../policy/declared-fact.ts";
import { audit } from "../audit.ts";
import type { DeclaredHead } from "../ports/master-store.ts";
import type { Store, Unit } from "../ports/store.ts";
import { problem, type Problem } from "../problems/problem.ts";
import { pageOf, type Page, type PageRequest } from "../queries/page-of.ts";
import type { EstateMemory } from "../queries/estate-memory.ts";

/** `groupName` null: the estate has no such group any more, and the fact reaches nobody. `devices`: who is in the group now. */
export type MasterReading = DeclaredHead & Readonly<{ groupName: string | null; devices: number; devicesTotal: number }>;

export function listMasters(
  store: Store,
  memory: EstateMemory,
  { limit, after }: PageRequest,
  now: Instant,
): Promise<Page<MasterReading> & Readonly<{ asOf: Instant }>> {
  return store.read(async (unit) => {
    const found = await unit.masters.list({ limit: limit + 1, afterId: after });
    const page = pageOf(found, limit, await unit.masters.count(), ({ id }) => id);
    const read = await readerOf(unit, memory);
    return { ...page, items: page.items.map(read), asOf: now };
  });
}

export type MasterDetail = MasterReading & Readonly<{ rows: Page<DeclaredRow>; asOf: Instant }>;
export type RowsRequest = Readonly<{ kind: DeclaredRow["kind"] | null; limit: number; offset: number }>;

export function getMaster(
  store: Store,
  memory: EstateMemory,
  id: string,
  { kind, limit, offset }: RowsRequest,
  now: Instant,
): Promise<Result<MasterDetail, Problem>> {
  return store.read(async (unit) => {
    const fact = await unit.masters.find(id as DeclaredId);
    if (fact === null) return err(unknown(id));
    const { rows: all, ...head } = fact;
    const rows = kind === null ? all : all.filter((row) => row.kind === kind);
    const end = offset + limit;
    const page = { items: rows.slice(offset, end), total: rows.length, next: end < rows.length ? String(end) : null };
    const reading = (await readerOf(unit, memory))({ ...head, counts: countRows(all) });
    return ok({ ...reading, rows: page, asOf: now });
  });
}

/** From then on plans no longer know of it; no device changes. */
export function removeMaster(
  store: Store,
  { id, by, now }: Readonly<{ id: string; by: string; now: Instant }>,
): Promise<Result<null, Problem>> {
  return store.write(async (unit) => {
    const fact = await unit.masters.find(id as DeclaredId);
    if (fact === null || !(await unit.masters.remove(fact.id))) return err(unknown(id));
    const { name, master, groupId } = fact;
    await audit(unit, now, by, "masters.removed", `master:${id}`, { name, master, groupId });
    return ok(null);
  });
}

async function readerOf(unit: Unit, memory: EstateMemory): Promise<(head: DeclaredHead) => MasterReading> {
  const { estate, engine } = await memory.read(unit);
  return (head) => ({
    ...head,
    groupName: estate.groupsById.get(head.groupId)?.name ?? null,
    devices: countOf(reachOfDeclared(engine, head)),
    devicesTotal: estate.devices.length,
  });
}

function unknown(id: string): Problem {
  return problem("master-unknown", `nothing is declared under \`${id}\``);
}
