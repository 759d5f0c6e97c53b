import { canonicalJson, type Json } from "../kit/canonical-json.ts";

/** Device scope writes for everybody on the device, user scope for one person (requirements.md 2.1). */
export type SettingScope = "device" | "user";

/**
 * A device node: the knob on a device that a setting turns, whichever policy type set it. It is the conflict key
 * (requirements.md 2.1). Written as Intune's catalogue writes its ids, which encode the node:
 * - Windows: the OMA-URI in lower case, without the leading `./`, `/` as `_`: `device_vendor_msft_policy_config_...`;
 * - Apple: `<payload type>_<key>_<key>` in lower case;
 * - Chrome and Firefox on Linux: `chrome_<policy>`, `firefox_<policy>` in lower case;
 * - what has no node on a device (a compliance check, a property that is not mapped): `<graph type>.<property>`.
 */
export type NodeId = string;

const OMA_URI = /^\.?\/?(device\/|user\/)?(vendor\/(?:msft|oem)\/.+)$/i;

/** The node of a Windows OMA-URI; null for a text that is none. `./Vendor/...` means the device. */
export function nodeOfOmaUri(uri: string): NodeId | null {
  const found = OMA_URI.exec(uri.trim());
  if (found === null) return null;
  const [, scope = "device/", path = ""] = found;
  return `${scope}${path}`.replace(/\/+$/, "").toLowerCase().replaceAll("/", "_");
}

/** The node behind a catalogue's definition id: `vendor_msft_...` is the device's, as `./Vendor/...` is. */
export function nodeOfDefinition(definitionId: string): NodeId {
  return definitionId.startsWith("vendor_msft_") ? `device_${definitionId}` : definitionId;
}

/** The node of a key in an Apple payload. */
export function nodeOfPayloadKey(payloadType: string, keys: readonly string[]): NodeId {
  return [payloadType, ...keys].join("_").toLowerCase();
}

/** Null: the node itself does not say (Apple's nodes: the channel says it). */
export function scopeOfNode(node: NodeId): SettingScope | null {
  if (node.startsWith("device_vendor_")) return "device";
  return node.startsWith("user_vendor_") ? "user" : null;
}

/** The same Windows setting in the other scope; null where the node has no scope of its own. */
export function otherScopeOf(node: NodeId): NodeId | null {
  if (node.startsWith("device_vendor_")) return node.replace(/^device_/, "user_");
  return node.startsWith("user_vendor_") ? node.replace(/^user_/, "device_") : null;
}

/**
 * What a device is really given, whichever way it was written: a choice loses the setting's id in front of it, and what is left
 * of it is a number or a truth value where it reads like one. A text that is no choice stays a text: a device tells `"6"` from
 * 6. Two values are the same for the device when their comparable values are equal.
 */
export function deviceValue(node: NodeId, value: Json): Json {
  if (Array.isArray(value)) return value.map((item: Json) => deviceValue(node, item));
  if (typeof value !== "string") return value;
  const option = withoutPrefix(value, `${node}_`) ?? withoutPrefix(value, `${node.replace(/^device_(?=vendor_)/, "")}_`);
  if (option === null) return value;
  if (/^-?(?:0|[1-9]\d{0,14})$/.test(option)) return Number(option);
  return /^(?:true|false)$/i.test(option) ? option.toLowerCase() === "true" : option;
}

/** Equal texts: the device sees no difference. */
export function comparableValue(node: NodeId, value: Json): string {
  return canonicalJson(deviceValue(node, value));
}

function withoutPrefix(text: string, prefix: string): string | null {
  return text.startsWith(prefix) ? text.slice(prefix.length) : null;
}

/** A property of a Graph type that is no node of a device, `<graph type>.<property>`: no catalogue lists them. */
export function isPropertyNode(node: NodeId): boolean {
  return /^(?!com\.)[A-Za-z][A-Za-z0-9]*\.[A-Za-z]\w*$/.test(node);
}
