import { PLATFORMS, type Platform } from "../../../estate/platform.ts";
import type { SettingCatalogue, SettingScope } from "../../../policy/catalogue.ts";
import { nodeOfPayloadKey } from "../../../policy/node.ts";
import type { Setting } from "../../../policy/setting.ts";
import type { SourceProblemCode } from "../../../app/ports/source-problem-codes.ts";
import { decodeText } from "../decode-text.ts";
import { quoted } from "../problem-list.ts";
import { readXml, XML_BYTES_MAX, type XmlPlace } from "../xml/read-xml.ts";
import { isInstanced, platformsOfPayload } from "./apple-payload-types.ts";
import { opaqueValue, payloadSettings, type PayloadContext } from "./payload-settings.ts";
import { managedPreferences, PREFERENCES_TYPE } from "./preference-domains.ts";
import { readPlist, type PlistDictionary, type PlistValue } from "./read-plist.ts";
import { looksSigned, unwrapSigned } from "./unwrap-signed.ts";

/** `place`: null where the bytes as a whole are meant. */
export type ProfileFault = Readonly<{ code: SourceProblemCode; place: XmlPlace | null; message: string }>;

/** A configuration profile as the planner needs it. */
export type AppleProfile = Readonly<{
  /** Null where the profile does not say. */
  name: string | null;
  identifier: string | null;
  scope: SettingScope | null;
  /** Where at least one payload does anything; null: no payload says it. */
  platforms: readonly Platform[] | null;
  settings: readonly Setting[];
  /** The content is encrypted, or nothing in it is known: its effect cannot be read. */
  isOpaque: boolean;
  /** Who signed it, by the certificate's own words and not verified; null: nobody. */
  signedBy: string | null;
}>;

/** `profile` is null where an error keeps it out. Warnings are among the faults too. */
export type ProfileReading = Readonly<{ profile: AppleProfile | null; faults: readonly ProfileFault[] }>;

/**
 * Reads a configuration profile (`.mobileconfig`): an XML property list, plain or within a signed message. Each payload
 * becomes settings at their nodes. Passwords and certificates with their private key are left at the door. Never throws on
 * content; every fault is told at once. Reads nothing but its bytes.
 */
export function readPayloadBytes(bytes: Uint8Array, catalogue: SettingCatalogue): ProfileReading {
  const faults: ProfileFault[] = [];
  const opened = openBytes(bytes, faults);
  if (opened === null) return { profile: null, faults };
  const root = rootOf(opened.text, faults);
  if (root === null) return { profile: null, faults };
  const mark = faults.length;
  const profile = readProfile(root, opened.signedBy, catalogue, faults);
  return { profile: faults.slice(mark).some(({ code }) => REFUSING.has(code)) ? null : profile, faults };
}

const REFUSING: ReadonlySet<SourceProblemCode> = new Set(["payload-type-missing", "profile-invalid"]);

function openBytes(bytes: Uint8Array, faults: ProfileFault[]): { text: string; signedBy: string | null } | null {
  if (bytes.length > XML_BYTES_MAX) return told(faults, "xml-too-large", `${bytes.length} bytes, more than ${XML_BYTES_MAX}`);
  let content = bytes;
  let signedBy: string | null = null;
  if (looksSigned(bytes)) {
    const unwrapped = unwrapSigned(bytes);
    if (!unwrapped.ok) {
      const { code, at, message } = unwrapped.error;
      return told(faults, code, `byte ${at}: ${message}`);
    }
    ({ content, signedBy } = unwrapped.value);
    faults.push({ code: "profile-signature-unverified", place: null, message: `signed by ${quoted(signedBy)}, not verified` });
  }
  if (Buffer.from(content.subarray(0, 6)).toString("latin1") === "bplist")
    return told(faults, "plist-binary", "the profile is a binary property list");
  const text = decodeText(content);
  return text.ok ? { text: text.value, signedBy } : told(faults, text.error.code, text.error.message);
}

function rootOf(text: string, faults: ProfileFault[]): PlistDictionary | null {
  const xml = readXml(text);
  faults.push(...xml.faults);
  if (xml.root === null) return xml.faults.length > 0 ? null : told(faults, "xml-invalid", "the text holds no element");
  const { value, faults: plistFaults } = readPlist(xml.root);
  faults.push(...plistFaults);
  if (plistFaults.length > 0) return null;
  if (value?.kind === "dictionary") return value;
  faults.push({ code: "profile-invalid", place: value?.place ?? null, message: "a profile is a dictionary" });
  return null;
}

function readProfile(
  root: PlistDictionary,
  signedBy: string | null,
  catalogue: SettingCatalogue,
  faults: ProfileFault[],
): AppleProfile | null {
  const type = textOf(root, "PayloadType");
  if (type !== "Configuration")
    faults.push(
      type === null
        ? fault("payload-type-missing", root, "the profile has no `PayloadType`")
        : fault("profile-invalid", root.entries.get("PayloadType") ?? root, `the type ${quoted(type)} is no \`Configuration\``),
    );
  const head = {
    name: textOf(root, "PayloadDisplayName"),
    identifier: textOf(root, "PayloadIdentifier"),
    scope: scopeOf(root),
    signedBy,
  };
  const encrypted = root.entries.get("EncryptedPayloadContent");
  if (encrypted !== undefined) {
    faults.push(fault("profile-encrypted", encrypted, "the payloads are encrypted for one device"));
    return { ...head, platforms: null, settings: [], isOpaque: true };
  }
  const payloads = payloadsOf(root, faults);
  const tally = { secrets: 0 };
  const settings = settingsOf(payloads, { catalogue, tally }, faults);
  if (tally.secrets > 0)
    faults.push(
      fault("profile-secrets-kept-out", root, `${tally.secrets} passwords, keys or certificates with a key were not taken in`),
    );
  return {
    ...head,
    platforms: platformsOf(payloads),
    settings,
    isOpaque: payloads.length > 0 && payloads.every(({ payloadType }) => !isKnownType(payloadType, catalogue)),
  };
}

type Payload = Readonly<{ payloadType: string; dictionary: PlistDictionary }>;

function payloadsOf(root: PlistDictionary, faults: ProfileFault[]): readonly Payload[] {
  const content = root.entries.get("PayloadContent");
  if (content?.kind !== "list") {
    faults.push(fault("profile-invalid", content ?? root, "the profile has no list `PayloadContent`"));
    return [];
  }
  return content.items.flatMap((item): readonly Payload[] => {
    if (item.kind !== "dictionary") {
      faults.push(fault("profile-invalid", item, "a payload is a dictionary"));
      return [];
    }
    const payloadType = textOf(item, "PayloadType");
    if (payloadType !== null) return [{ payloadType, dictionary: item }];
    faults.push(fault("payload-type-missing", item, "the payload has no `PayloadType`"));
    return [];
  });
}

type Shared = Readonly<{ catalogue: SettingCatalogue; tally: { secrets: number } }>;

function settingsOf(payloads: readonly Payload[], shared: Shared, faults: ProfileFault[]): readonly Setting[] {
  const instances = new Map<string, (readonly Setting[])[]>();
  const settings: Setting[] = [];
  for (const { payloadType, dictionary } of payloads) {
    const context: PayloadContext = { payloadType, ...shared };
    if (payloadType.toLowerCase() === PREFERENCES_TYPE.toLowerCase()) settings.push(...managedPreferences(dictionary, context));
    else if (!isKnownType(payloadType, shared.catalogue)) {
      faults.push(
        fault("payload-type-unknown", dictionary, `the payload type ${quoted(payloadType)} is not known; its effect is not read`),
      );
      settings.push({
        definitionId: nodeOfPayloadKey(payloadType, []),
        value: { kind: "property", value: opaqueValue(dictionary, context) },
      });
    } else if (isInstanced(payloadType)) {
      const node = nodeOfPayloadKey(payloadType, [payloadType]);
      const known = instances.get(node);
      if (known === undefined) instances.set(node, [payloadSettings(dictionary, context)]);
      else known.push(payloadSettings(dictionary, context));
    } else settings.push(...payloadSettings(dictionary, context));
  }
  for (const [definitionId, list] of instances) settings.push({ definitionId, value: { kind: "groups", instances: list } });
  return settings;
}

/** Apple lists the type, or the catalogue lists a key of it. */
function isKnownType(payloadType: string, catalogue: SettingCatalogue): boolean {
  return platformsOfPayload(payloadType) !== null || catalogue.acquaintance(nodeOfPayloadKey(payloadType, ["x"])) !== "unknown";
}

function platformsOf(payloads: readonly Payload[]): readonly Platform[] | null {
  const found = new Set<Platform>();
  for (const { payloadType } of payloads) for (const platform of platformsOfPayload(payloadType) ?? []) found.add(platform);
  return found.size === 0 ? null : PLATFORMS.filter((platform) => found.has(platform));
}

/** `System` reaches the device, `User` one account of it. */
function scopeOf(root: PlistDictionary): SettingScope | null {
  const scope = textOf(root, "PayloadScope");
  if (scope === "System") return "device";
  return scope === "User" ? "user" : null;
}

function textOf(dictionary: PlistDictionary, key: string): string | null {
  const value = dictionary.entries.get(key);
  return value?.kind === "text" && value.text.trim() !== "" ? value.text : null;
}

function fault(code: SourceProblemCode, value: PlistValue, message: string): ProfileFault {
  return { code, place: value.place, message };
}

function told(faults: ProfileFault[], code: SourceProblemCode, message: string): null {
  faults.push({ code, place: null, message });
  return null;
}
