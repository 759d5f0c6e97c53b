import { derivedName } from "../naming/derived-name.ts";
import type { NodeId } from "../node.ts";

/** The part of a system that a knob belongs to: `key` is stable, `name` is for people. */
export type SettingFamily = Readonly<{ key: string; name: string }>;

const WINDOWS_APPLICATION = /^(?:device_|user_)?vendor_msft_policy_config_([a-z]+)[^~]*~policy~/;
const WINDOWS_AREA = /^(?:device_|user_)?vendor_msft_policy_config_((?:admx_)?[^_]+)_/;
const WINDOWS_PROVIDER = /^(?:device_|user_)?vendor_msft_([^_]+)/;
const PAYLOAD = /^(com\.apple\.[a-z.]+|[a-z.]+\.[a-z.]+)_/;
const PROPERTY = /^([A-Za-z][A-Za-z0-9]*)\.\w+$/;

/** Families of knobs that no phrase tells about: Windows' own areas and providers, applications, Apple payloads, Graph types. */
export function settingFamily(node: NodeId): SettingFamily {
  for (const pattern of [WINDOWS_APPLICATION, WINDOWS_AREA, WINDOWS_PROVIDER, PAYLOAD, PROPERTY]) {
    const found = pattern.exec(node)?.[1];
    if (found !== undefined) return familyOf(found);
  }
  const underscore = node.indexOf("_");
  return familyOf(underscore > 0 ? node.slice(0, underscore) : node);
}

function familyOf(part: string): SettingFamily {
  const name = derivedName(part.replace(/^admx_/, "").replace(/^com\.apple\.(?:managedclient\.preferences)?/, ""));
  return { key: part.toLowerCase(), name: name === "" ? part : name };
}
