import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { bareFacts, type SettingFacts } from "../../src/policy/catalogue.ts";

type PayloadKey = Readonly<{
  key?: string;
  type?: string;
  range?: Readonly<{ min?: number; max?: number }>;
  subkeys?: readonly PayloadKey[];
}>;

type PayloadSchema = Readonly<{ payload?: Readonly<{ payloadtype?: string }>; payloadkeys?: readonly PayloadKey[] }>;

/** Payload domains and the ids their keys have in Intune: `<payload type>_<key>_<key>`, all in lower case. */
export function appleDefinitions(folder: string): { roots: readonly string[]; facts: readonly SettingFacts[] } {
  const roots = new Set<string>();
  const facts: SettingFacts[] = [];
  for (const name of readdirSync(folder)
    .filter((file) => file.endsWith(".yaml"))
    .sort()) {
    const schema = parse(readFileSync(join(folder, name), "utf8"), { maxAliasCount: 1000 }) as PayloadSchema;
    const domain = (schema.payload?.payloadtype ?? "").toLowerCase();
    // Files on keys that all payloads share have a title for a type.
    if (!/^(com\.apple\.|\.|loginwindow$)[^_]*$/.test(domain)) continue;
    roots.add(domain);
    facts.push(plainFacts(`${domain}_${domain}`));
    for (const key of schema.payloadkeys ?? []) collect(key, domain, facts, 0);
  }
  return { roots: [...roots], facts };
}

/** The DDM declarations' first words: Intune's ids for them begin there. */
export function appleDeclarationRoots(folder: string): readonly string[] {
  const types = readdirSync(folder).filter((file) => file.endsWith(".yaml"));
  return types.map((file) => file.split(".")[0] as string);
}

const LEVELS_MAX = 8;

function collect(key: PayloadKey, parent: string, facts: SettingFacts[], level: number): void {
  if (key.key === undefined || level > LEVELS_MAX) return;
  // A key that names any key ("ANY") is one where the administrator writes the name.
  const id = `${parent}_${key.key === "ANY" ? "generickey" : key.key.toLowerCase()}`;
  if (/^[!-~][ -~]*$/.test(id) && !id.includes("\t")) facts.push(factsOfKey(id, key));
  for (const sub of key.subkeys ?? []) {
    // A list of dictionaries has one nameless dictionary below it, which Intune calls `item`.
    if (key.type === "<array>") for (const inner of sub.subkeys ?? []) collect(inner, `${id}_item`, facts, level + 1);
    else collect(sub, id, facts, level + 1);
  }
}

function factsOfKey(id: string, key: PayloadKey): SettingFacts {
  const whole = (value: number | undefined) => (Number.isSafeInteger(value) ? (value as number) : null);
  if (key.type !== "<integer>") return plainFacts(id);
  return { ...plainFacts(id), integerMin: whole(key.range?.min), integerMax: whole(key.range?.max) };
}

function plainFacts(definitionId: string): SettingFacts {
  return bareFacts(definitionId, definitionId);
}
