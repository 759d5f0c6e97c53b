import type { SettingCatalogue, SettingFacts } from "../catalogue.ts";
import { derivedName } from "./derived-name.ts";

/** The facts of the setting at a device node: `./Vendor/...` of a catalogue is `./Device/Vendor/...` of a device. */
export function factsOfNode(catalogue: SettingCatalogue, node: string): SettingFacts | undefined {
  return catalogue.find(node) ?? (node.startsWith("device_vendor_") ? catalogue.find(node.slice("device_".length)) : undefined);
}

/** What people call the setting at a node: the catalogue's name, or one made from the node's identifier. Never empty. */
export function nameOfNode(catalogue: SettingCatalogue, node: string): string {
  return factsOfNode(catalogue, node)?.displayName ?? nameFromNode(catalogue, node);
}

/** The names of many nodes, for answers that show them. */
export function namesOfNodes(catalogue: SettingCatalogue, nodes: Iterable<string>): Readonly<Record<string, string>> {
  // Without a prototype: a node from a hostile file may read `__proto__`.
  const names: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const node of nodes) names[node] = nameOfNode(catalogue, node);
  return names;
}

/** A child of a known setting is named after its own part only; `<graph type>.<property>` after its property. */
function nameFromNode(catalogue: SettingCatalogue, node: string): string {
  for (let end = node.lastIndexOf("_"); end > 0; end = node.lastIndexOf("_", end - 1)) {
    const parent = factsOfNode(catalogue, node.slice(0, end));
    if (parent !== undefined) return nameBelow(parent.displayName, node.slice(end + 1));
  }
  return (
    partsOf(node)
      .map((part) => derivedName(part))
      .filter((name) => name !== "")
      .reduce(joined, "") || node
  );
}

/** The name of a part of a setting: what the part adds to the whole. Second versions of a definition are called like the first. */
export function nameBelow(parentName: string, part: string): string {
  if (/^v\d+$/.test(part)) return parentName;
  return joined(parentName, derivedName(part));
}

function joined(parent: string, child: string): string {
  if (parent === "" || child === "") return parent || child;
  const [whole, own] = [parent.toLowerCase(), child.toLowerCase()];
  if (own.startsWith(whole)) return child;
  return whole.endsWith(own) ? parent : `${parent}: ${lowerFirst(child)}`;
}

const WINDOWS = /^(?:(?:device|user)_)?vendor_(?:msft|oem)_/;
/** An area of Windows' own policies; those made from administrative templates have two words for it. */
const POLICY_AREA = /^policy_config_(?:admx_[^_]+|[^_]+)_/;

/** What of a node says what it is, and not where it lies: one part, or a policy and its elements. */
function partsOf(node: string): readonly string[] {
  const path = node.replace(WINDOWS, "");
  if (path !== node) return path.includes("~policy~") ? templateParts(path) : [path.replace(POLICY_AREA, "") || path];
  const property = /^(?!com\.)[a-z][A-Za-z0-9]*\.([A-Za-z]\w*)$/.exec(node)?.[1];
  if (property !== undefined) return [property];
  const underscore = node.indexOf("_");
  return [underscore > 0 && underscore < node.length - 1 ? node.slice(underscore + 1) : node];
}

/**
 * An administrative template of an application. Behind the last category stand the policy and its elements:
 * `word16v2~policy~l_word~l_trustcenter_l_vbawarnings_l_empty`, `edgev88~policy~microsoft_edge~printing_defaultprinter`.
 */
function templateParts(path: string): readonly string[] {
  const rest = path.slice(path.lastIndexOf("~") + 1);
  if (rest.startsWith("l_")) return rest.slice(2).split("_l_").slice(1);
  const policy = rest.replace(/^(?:microsoft_edge|google_chrome|cat_[^_]+|[^_]+)_/, "");
  return policy.replace(/^pol_/, "").split(/_part_|_(?=[^_]*$)/);
}

/** `Minimum length` -> `minimum length`, but `USB devices` stays. */
function lowerFirst(name: string): string {
  return /^\p{Lu}\p{Ll}*(?: |$)/u.test(name) && !/^(?:Windows|Microsoft|Office|Apple|Google)\b/.test(name)
    ? `${name.charAt(0).toLowerCase()}${name.slice(1)}`
    : name;
}
