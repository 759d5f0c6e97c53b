import type { NodeId } from "../node.ts";

/** Where a phrase is looked up, the first that is there, and the app it speaks of where a key stands for several (`Word`, `Excel`). */
export type PhraseKey = Readonly<{ keys: readonly string[]; app: string | null }>;

const WINDOWS_POLICY = /^(?:device_|user_)?vendor_msft_policy_config_(.+)$/;
const WINDOWS = /^(?:device_|user_)?vendor_msft_(.+)$/;
/** A policy of an application's own ADMX: `word16v2~policy~l_...~l_trustcenter_l_vbawarningspolicy`. */
const INGESTED = /^([a-z]+)[^~]*~policy~(.+)$/;
/** A property of a Graph type that has no node. */
const GRAPH = /^[A-Za-z0-9]+\.([A-Za-z0-9]+)$/;

const MAC_PREFERENCES = "com.apple.managedclient.preferences_";

const OFFICE_APPS: ReadonlyMap<string, string> = new Map([
  ["office", "Office"],
  ["word", "Word"],
  ["excel", "Excel"],
  ["ppt", "PowerPoint"],
  ["outlk", "Outlook"],
  ["access", "Access"],
  ["visio", "Visio"],
  ["proj", "Project"],
  ["pub", "Publisher"],
  ["onent", "OneNote"],
]);
const BROWSERS: ReadonlyMap<string, string> = new Map([
  ["edge", "Edge"],
  ["chrome", "Chrome"],
  ["firefox", "Firefox"],
]);

/**
 * The key of a node: without scope (a person does not care whether the device or the user is set), and without the path of
 * an application's menu. `policy:` Windows Policy areas, `csp:` other Windows providers, `apple:` payload keys, `graph:` properties
 * of Graph types, `browser:` policies that browsers share, `office:` and `onedrive:` their own, `mac:` preferences of Mac apps.
 */
export function phraseKey(node: NodeId): PhraseKey {
  const policy = WINDOWS_POLICY.exec(node)?.[1];
  if (policy !== undefined) return ingestedKey(policy) ?? plain(`policy:${policy}`);
  const provider = WINDOWS.exec(node)?.[1];
  if (provider !== undefined) return plain(`csp:${provider}`);
  const ingested = ingestedKey(node);
  if (ingested !== null) return ingested;
  const browser = /^(chrome|firefox)_(.+)$/.exec(node);
  if (browser !== null) return { keys: valueKeys(browser[2] ?? ""), app: BROWSERS.get(browser[1] ?? "") ?? null };
  if (node.startsWith(MAC_PREFERENCES)) {
    const name = node.slice(MAC_PREFERENCES.length);
    return { keys: [`mac:${name}`, ...valueKeys(name)], app: null };
  }
  if (node.startsWith("com.apple.")) return plain(`apple:${node.slice("com.apple.".length)}`);
  if (node.startsWith("linux_")) return plain(`linux:${node.slice("linux_".length)}`);
  const property = GRAPH.exec(node)?.[1];
  return plain(property === undefined ? node : `graph:${property.toLowerCase()}`);
}

function plain(key: string): PhraseKey {
  return { keys: [key], app: null };
}

/** An ADMX policy holds its value in a part of its own (`x_x`, `x_xdesc`); elsewhere the policy is the value. */
function valueKeys(name: string): readonly string[] {
  return [`browser:${name}_${name}`, `browser:${name}_${name}desc`, `browser:${name}`];
}

function ingestedKey(path: string): PhraseKey | null {
  const found = INGESTED.exec(path);
  if (found === null) return null;
  const [, file = "", rest = ""] = found;
  const last = rest.slice(rest.lastIndexOf("~") + 1);
  if (file === "microsoft" || file.startsWith("chrome") || file === "google") return browserKey(path, last);
  if (file.startsWith("onedrive")) return plain(`onedrive:${nameAndChild(last)}`);
  const app = OFFICE_APPS.get(file.replace(/\d.*$/, ""));
  if (app !== undefined) return { keys: [`office:${officeName(last)}`], app: app === "Office" ? null : app };
  return plain(`admx:${file}_${last}`);
}

function browserKey(path: string, last: string): PhraseKey {
  const app = path.startsWith("microsoft_edge") ? "Edge" : "Chrome";
  const name = nameAndChild(path.startsWith("microsoft_edge") ? last.replace(/^microsoft_edge_/, "edge_") : last);
  return { keys: [`browser:${name}`], app };
}

/** `category_policy` gives `policy`; `category_policy_part` gives `policy_part`. */
function nameAndChild(last: string): string {
  const parts = last.split("_");
  return parts.slice(1).join("_") || last;
}

/** Office writes `l_category_l_policy` and `l_category_l_policy_l_part`. */
function officeName(last: string): string {
  const [, ...names] = last.split("_l_");
  return names.length === 0 ? last.replace(/^l_/, "") : names.join("_");
}
