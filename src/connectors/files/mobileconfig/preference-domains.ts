import type { SettingCatalogue } from "../../../policy/catalogue.ts";
import { nodeOfPayloadKey } from "../../../policy/node.ts";
import type { Setting } from "../../../policy/setting.ts";
import { opaqueValue, preferenceSettings, type PayloadContext } from "./payload-settings.ts";
import type { PlistDictionary, PlistValue } from "./read-plist.ts";

export const PREFERENCES_TYPE = "com.apple.ManagedClient.preferences";

/**
 * Managed preferences: a dictionary of domains, each with settings that are forced and settings that are set once. What is forced
 * stands at the node of its domain, `com.google.chrome_homepagelocation`. Intune's catalogue folds the keys of Microsoft's
 * domains into this payload's own, without the domain; where it lists the key so, that is the node, and both roads meet.
 */
export function managedPreferences(payload: PlistDictionary, context: PayloadContext): readonly Setting[] {
  const content = payload.entries.get("PayloadContent");
  if (content?.kind !== "dictionary") return [];
  return [...content.entries].flatMap(([domain, modes]) =>
    modes.kind === "dictionary" ? domainSettings(domain, modes, context) : [],
  );
}

function domainSettings(domain: string, modes: PlistDictionary, context: PayloadContext): readonly Setting[] {
  return [...modes.entries].flatMap(([mode, sets]): readonly Setting[] => {
    if (mode !== "Forced") return [notForced(domain, mode, sets, context)];
    const preferences = sets.kind === "list" ? sets.items : [];
    return preferences.flatMap((set) => {
      const settings = set.kind === "dictionary" ? set.entries.get("mcx_preference_settings") : undefined;
      if (settings?.kind !== "dictionary") return [];
      const forced = preferenceSettings(settings, { ...context, payloadType: domain });
      return forced.map((setting) => folded(domain, setting, context.catalogue));
    });
  });
}

/** A person may change what is set once: it settles nothing, and must not meet what is forced. */
function notForced(domain: string, mode: string, sets: PlistValue, context: PayloadContext): Setting {
  const definitionId = nodeOfPayloadKey(PREFERENCES_TYPE, [domain, mode]);
  return { definitionId, value: { kind: "property", value: opaqueValue(sets, { ...context, payloadType: domain }) } };
}

function folded(domain: string, setting: Setting, catalogue: SettingCatalogue): Setting {
  if (!/^com\.microsoft\./i.test(domain)) return setting;
  const key = setting.definitionId.slice(domain.length + 1);
  const definitionId = nodeOfPayloadKey(PREFERENCES_TYPE, [key]);
  if (catalogue.find(definitionId) === undefined) return setting;
  const { value } = setting;
  if (value.kind === "choice" && value.option.startsWith(setting.definitionId))
    return { definitionId, value: { ...value, option: definitionId + value.option.slice(setting.definitionId.length) } };
  return { definitionId, value };
}
