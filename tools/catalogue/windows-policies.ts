import { readFileSync } from "node:fs";
import { applicableOn, bareFacts, type MergeRule, type OptionFacts, type SettingFacts } from "../../src/policy/catalogue.ts";
import { derivedName } from "../../src/policy/naming/derived-name.ts";
import { nameBelow } from "../../src/policy/naming/name-of-node.ts";
import type { RegistryFact } from "../../src/policy/registry-fact.ts";
import { PREDECESSORS } from "./successors.ts";
import { templateElements, type TemplateElement } from "./template-elements.ts";

/** One line of Windows' own policy table. */
export type WindowsPolicy = Readonly<{
  area: string;
  policy: string;
  type?: string;
  behavior?: number;
  mergeAlgorithm?: number;
  low?: number;
  high?: number;
  /** Allowed numbers, with commas. */
  allowed?: string;
  default?: string;
  parent?: string;
  regKey?: string;
  regValue?: string;
  gpName?: string;
  gpPath?: string;
  gpBlockKey?: string;
  gpBlockValue?: string;
  admxDevice?: string;
  admxUser?: string;
  admxBoth?: string;
}>;

/** Bits of `behavior`: who has the policy, and whether it is set like one of an administrative template. */
const USER = 0x10;
const DEVICE = 0x20;
const TEMPLATE = 0x40;

/** README of the data set; they fit the names of the five algorithms. */
const MERGES: Readonly<Record<number, MergeRule>> = {
  1: "lowest",
  2: "highest",
  3: "last-write",
  4: "lowest-not-zero",
  5: "highest-or-zero",
};

/**
 * Numbers from a to b that are few are choices in Intune, many are numbers. Held against 160 choices and 16 numbers in exports
 * under the MIT licence: no exception. In between the table cannot tell.
 */
const CHOICES_MAX = 6;
const NUMBERS_MIN = 12;

export function readWindowsTable(path: string): readonly WindowsPolicy[] {
  const { policies } = JSON.parse(readFileSync(path, "utf8")) as { policies: WindowsPolicy[] };
  return policies.filter(({ area, behavior }) => !area.startsWith("_") && area !== "knobs" && behavior !== undefined);
}

/** Windows' policies as settings: for each scope that has it, and with the elements of its template below it. */
export function windowsFacts(policies: readonly WindowsPolicy[]): readonly SettingFacts[] {
  return policies.flatMap((policy) =>
    scopesOf(policy).flatMap((scope) => {
      const id = idOf(policy, scope);
      const elements = elementsOf(policy, scope).map((element) => elementFacts(element, id, policy, scope));
      return [policyFacts(policy, id, scope, elements), ...elements];
    }),
  );
}

/** Where Group Policy and Windows keep these values in the registry: how a value of a Group Policy finds its node. */
export function registryFacts(policies: readonly WindowsPolicy[]): readonly RegistryFact[] {
  return policies.flatMap((policy) =>
    scopesOf(policy).flatMap((scope) => {
      const node = idOf(policy, scope);
      const facts: RegistryFact[] = [];
      if (policy.regKey !== undefined)
        facts.push({ node, scope, key: policy.regKey, value: policy.regValue ?? null, role: "value" });
      if (policy.gpPath !== undefined)
        facts.push({ node, scope, key: policy.gpPath, value: policy.gpName ?? null, role: "group-policy" });
      if (policy.gpBlockKey !== undefined)
        facts.push({ node, scope, key: policy.gpBlockKey, value: policy.gpBlockValue ?? null, role: "group-policy" });
      for (const element of elementsOf(policy, scope)) {
        const key = element.key ?? policy.regKey;
        const own = `${node}_${element.id.toLowerCase()}`;
        if (key !== undefined) facts.push({ node: own, scope, key, value: element.valueName, role: "value" });
      }
      return facts;
    }),
  );
}

function scopesOf({ behavior = 0 }: WindowsPolicy): readonly ("device" | "user")[] {
  return [...(behavior & DEVICE ? (["device"] as const) : []), ...(behavior & USER ? (["user"] as const) : [])];
}

function idOf({ area, policy }: WindowsPolicy, scope: "device" | "user"): string {
  return `${scope}_vendor_msft_policy_config_${area}_${policy}`.toLowerCase();
}

function elementsOf(policy: WindowsPolicy, scope: "device" | "user"): readonly TemplateElement[] {
  const blob = (scope === "device" ? policy.admxDevice : policy.admxUser) ?? policy.admxBoth;
  const elements = blob === undefined ? [] : templateElements(blob);
  return elements.filter(({ id }, at) => elements.findIndex((other) => other.id.toLowerCase() === id.toLowerCase()) === at);
}

function policyFacts(
  policy: WindowsPolicy,
  id: string,
  scope: "device" | "user",
  elements: readonly SettingFacts[],
): SettingFacts {
  const successors = PREDECESSORS.get(`${policy.area}/${policy.policy}`);
  return {
    ...bareFacts(id, derivedName(policy.policy)),
    scope,
    ...shapeOf(policy, id),
    merge: MERGES[policy.mergeAlgorithm ?? 0] ?? null,
    dependsOn:
      policy.parent === undefined ? [] : [{ definitionId: idOf({ ...policy, policy: policy.parent }, scope), option: null }],
    children: elements.map(({ definitionId }) => definitionId),
    applicability: {
      ...applicableOn(["windows"]),
      ...(successors === undefined
        ? {}
        : {
            versionMax: { windows: successors.versionMax },
            successors: successors.by.map((name) => `${scope}_vendor_msft_policy_config_${name.replace("/", "_")}`.toLowerCase()),
          }),
    },
    address: `./${scope === "device" ? "Device" : "User"}/Vendor/MSFT/Policy/Config/${policy.area}/${policy.policy}`,
  };
}

type Shape = Pick<SettingFacts, "kind" | "valueType" | "options" | "integerMin" | "integerMax" | "defaultValue">;
const UNKNOWN: Shape = { kind: "other", valueType: null, options: null, integerMin: null, integerMax: null, defaultValue: null };

function shapeOf(policy: WindowsPolicy, id: string): Shape {
  const { type, behavior = 0 } = policy;
  if (type === "string" && behavior & TEMPLATE) {
    const options = optionsOf(id, [
      [0, "Disabled"],
      [1, "Enabled"],
    ]);
    return { ...UNKNOWN, kind: "choice", options };
  }
  if (type !== "int") return { ...UNKNOWN, valueType: type === "string" ? "string" : null };
  const standard = policy.default === undefined || !/^-?\d+$/.test(policy.default) ? null : Number(policy.default);
  const numbers = choicesOf(policy);
  if (numbers !== null) {
    const isSwitch = /^Allow[A-Z]/.test(policy.policy) && numbers.join() === "0,1";
    const nameOf = (number: number) => (isSwitch ? ["Not allowed", "Allowed"][number] : undefined) ?? String(number);
    const options = optionsOf(
      id,
      numbers.map((number) => [number, nameOf(number)]),
    );
    const defaultValue = standard === null || !numbers.includes(standard) ? null : `${id}_${standard}`;
    const [integerMin, integerMax] = [Math.min(...numbers), Math.max(...numbers)];
    return { kind: "choice", valueType: "integer", options, integerMin, integerMax, defaultValue };
  }
  const { low = null, high } = policy;
  // The table writes the largest unsigned number as -1: no limit.
  const integerMax = high === undefined || high < (low ?? 0) ? null : high;
  const isNumber = low !== null && (integerMax === null || integerMax - low + 1 >= NUMBERS_MIN);
  return {
    ...UNKNOWN,
    kind: isNumber ? "simple" : "other",
    valueType: "integer",
    integerMin: low,
    integerMax,
    defaultValue: standard,
  };
}

/** The numbers of a choice; null where it is none, or where nobody can tell. */
function choicesOf({ allowed, low, high }: WindowsPolicy): readonly number[] | null {
  if (allowed !== undefined) {
    const numbers = allowed.split(",").map(Number);
    return numbers.length > 0 && numbers.every(Number.isSafeInteger) ? numbers : null;
  }
  if (low === undefined || high === undefined || high < low || high - low + 1 > CHOICES_MAX) return null;
  return Array.from({ length: high - low + 1 }, (_, at) => low + at);
}

function optionsOf(id: string, values: readonly (readonly [number | string, string])[]): ReadonlyMap<string, OptionFacts> {
  return new Map(values.map(([value, name]) => [`${id}_${String(value).toLowerCase()}`, { value, name }]));
}

/** Set together with its policy, which has to be enabled. */
function elementFacts(element: TemplateElement, parentId: string, policy: WindowsPolicy, scope: "device" | "user"): SettingFacts {
  const id = `${parentId}_${element.id.toLowerCase()}`;
  const name = derivedName(policy.policy);
  return {
    // Internet Explorer's elements are numbers of registry values, which say nothing to people.
    ...bareFacts(id, element.id.startsWith("IZ_Partname") ? `${name}: value` : nameBelow(name, element.id)),
    scope,
    ...elementShape(element, id),
    merge: MERGES[policy.mergeAlgorithm ?? 0] ?? null,
    dependsOn: [{ definitionId: parentId, option: `${parentId}_1` }],
    applicability: applicableOn(["windows"]),
    address: `./${scope === "device" ? "Device" : "User"}/Vendor/MSFT/Policy/Config/${policy.area}/${policy.policy}#${element.id}`,
  };
}

function elementShape({ kind, items, min, max, isNamedList }: TemplateElement, id: string): Shape {
  switch (kind) {
    case "enum": {
      if (items.length === 0) return { ...UNKNOWN, kind: "choice" };
      const options = optionsOf(
        id,
        items.map((item) => [item, typeof item === "string" ? derivedName(item) || item : String(item)]),
      );
      return { ...UNKNOWN, kind: "choice", valueType: typeof items[0] === "string" ? "string" : "integer", options };
    }
    case "boolean": {
      const options = optionsOf(id, [
        [0, "False"],
        [1, "True"],
      ]);
      return { ...UNKNOWN, kind: "choice", valueType: "integer", options };
    }
    case "decimal":
      return { ...UNKNOWN, kind: "simple", valueType: "integer", integerMin: min, integerMax: max };
    case "text":
      return { ...UNKNOWN, kind: "simple", valueType: "string" };
    case "list":
      return { ...UNKNOWN, kind: isNamedList ? "groups" : "simples", valueType: isNamedList ? null : "string" };
    case "multi-text":
      return { ...UNKNOWN, valueType: "string" };
  }
}

/** The area names of the table, in lower case: families of ids. */
export function windowsAreas(policies: readonly WindowsPolicy[]): readonly string[] {
  return policies.map(({ area }) => area.toLowerCase());
}

/** Every identifier of the table in its own spelling, for the word list. */
export function windowsIdentifiers(policies: readonly WindowsPolicy[]): readonly string[] {
  return policies.flatMap((policy) => [
    policy.area,
    policy.policy,
    ...(["device", "user"] as const).flatMap((scope) => elementsOf(policy, scope).map(({ id }) => id)),
  ]);
}
