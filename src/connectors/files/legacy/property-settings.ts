import { canonicalJson, type Json } from "../../../kit/canonical-json.ts";
import { compareText } from "../../../kit/ids.ts";
import type { Setting } from "../../../policy/setting.ts";
import { isList, isObject } from "../json-access.ts";
import { nestChildren, settingOfNode } from "../node-setting.ts";
import { pointerTo, quoted } from "../problem-list.ts";
import type { ReadingContext } from "../reading-context.ts";
import type { LegacyMap } from "./legacy-map.ts";
import { mapValue } from "./value-map.ts";

/** Far beyond Graph's longest path; a hostile file's would be copied for every property below it. */
const PATH_CHARACTERS_MAX = 512;

/** Graph's largest type has some hundred properties; each costs a look-up and a hash. */
const SETTINGS_MAX = 20_000;

/**
 * What "nobody configured this" looks like. `legacy`: Graph writes every property of a type, untouched ones as null, false, an
 * empty text or a word for "not configured". `explicit`: a false is a choice that somebody made (compliance, app protection).
 */
export type UnsetRule = "legacy" | "explicit";

export type PropertyCollector = Readonly<{
  add: (graphType: string, path: string, value: Json, at: string) => void;
  /** A setting that a reader made itself, for example of an OMA-URI row. */
  addSetting: (setting: Setting, fallback: Setting, at: string) => void;
  settings: () => readonly Setting[];
}>;

/**
 * Collects the settings that properties of Graph types stand for: at their device node where the map knows it, else under
 * `<type>.<property>`. A node is set once: a second property that reaches it with another value stays under its own name.
 */
export function propertyCollector(map: LegacyMap, unset: UnsetRule, context: ReadingContext): PropertyCollector {
  const { problems, catalogue } = context;
  const byId = new Map<string, Setting>();
  const groups = new Map<string, string>();
  let isFull = false;
  const addSetting = (setting: Setting, fallback: Setting, at: string): void => {
    const first = byId.get(setting.definitionId);
    if (first === undefined && byId.size >= SETTINGS_MAX) {
      if (!isFull) problems.add("json-too-large", at, `one policy with more than ${SETTINGS_MAX} settings`);
      isFull = true;
    } else if (first === undefined) byId.set(setting.definitionId, setting);
    else if (canonicalJson(first.value) !== canonicalJson(setting.value)) {
      problems.add("setting-node-twice", at, `${quoted(setting.definitionId)} has another value from another line of the policy`);
      if (fallback.definitionId !== setting.definitionId && !byId.has(fallback.definitionId))
        byId.set(fallback.definitionId, fallback);
    }
  };
  const add = (graphType: string, path: string, value: Json, at: string): void => {
    if (path.length > PATH_CHARACTERS_MAX)
      return problems.add("setting-invalid", at, `a property with a name of ${path.length} characters`);
    const own = ownSetting(graphType, path, value);
    const rows = map.find(graphType, path);
    if (rows.length === 0 && isObject(value)) return addMembers(value, graphType, path, at);
    const results = rows.map((row) => ({ row, mapped: mapValue(row.values, value) }));
    for (const { row, mapped } of results) {
      if (mapped.kind !== "value") continue;
      const setting = row.group === null ? settingOfNode(catalogue, row.node, mapped.value) : memberOf(row.node, mapped.value);
      if (row.group !== null) groups.set(setting.definitionId, row.group);
      addSetting(setting, own, at);
    }
    if (results.some(({ mapped }) => mapped.kind !== "unmapped") || !isConfigured(value, unset)) return;
    if (rows.length > 0)
      problems.add(
        "setting-value-unmapped",
        at,
        `${quoted(value)} of ${quoted(own.definitionId)} has no value at the device that is known`,
      );
    addSetting(own, own, at);
  };
  const addMembers = (object: Readonly<{ [key: string]: Json }>, graphType: string, path: string, at: string): void => {
    for (const key of Object.keys(object)) {
      if (!/[@#]/.test(key)) add(graphType, `${path}.${key}`, object[key] as Json, pointerTo(at, key));
    }
  };
  return { add, addSetting, settings: () => nestChildren(inGroups([...byId.values()], groups)) };
}

/** Members of the collections that the map knows are choices; the catalogue lists them only where it is complete. */
function memberOf(definitionId: string, value: Json): Setting {
  return {
    definitionId,
    value: {
      kind: "choice",
      option: `${definitionId}_${typeof value === "string" ? value : canonicalJson(value)}`,
      children: [],
    },
  };
}

/** Gathers what belongs into a collection of groups in its one instance, sorted: exporters and properties have orders of their own. */
function inGroups(settings: readonly Setting[], groups: ReadonlyMap<string, string>): readonly Setting[] {
  const gathered = new Map<string, Setting[]>();
  const alone: Setting[] = [];
  for (const setting of settings) {
    const group = groups.get(setting.definitionId);
    if (group === undefined) alone.push(setting);
    else gathered.set(group, [...(gathered.get(group) ?? []), setting]);
  }
  const collections = [...gathered].map(([definitionId, members]): Setting => {
    const instance = members.sort((a, b) => compareText(a.definitionId, b.definitionId));
    return { definitionId, value: { kind: "groups", instances: [instance] } };
  });
  return [...alone, ...collections];
}

function ownSetting(graphType: string, path: string, value: Json): Setting {
  const definitionId = `${graphType}.${path}`;
  if (typeof value === "string" && SECRET_PROPERTY.test(path)) {
    return { definitionId, value: { kind: "simple", value: { secret: true, state: "notEncrypted" } } };
  }
  return { definitionId, value: { kind: "property", value } };
}

/** Keys and passwords of Wi-Fi, VPN and e-mail profiles: dropped here, before anything can store or log them. */
const SECRET_PROPERTY =
  /(?:preSharedKey|sharedSecret|passphrase|privateKey|^password|\.password|LoginPassword|wepKey|secretValue)$/i;

const UNCONFIGURED = new Set<Json>(["", "notConfigured", "userDefined", "deviceDefault", "0001-01-01T00:00:00Z"]);

function isConfigured(value: Json, unset: UnsetRule): boolean {
  if (value === null || (isList(value) && value.length === 0)) return false;
  return unset === "explicit" ? true : value !== false && !UNCONFIGURED.has(value);
}
