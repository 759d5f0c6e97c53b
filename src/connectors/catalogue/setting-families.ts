/**
 * Where setting definition ids come from. An incomplete catalogue cannot deny an id it does not list, but it can deny
 * one that belongs to no family at all.
 */
export type SettingFamilies = Readonly<{
  /** Windows configuration service providers, lower case: the word after `vendor_msft_`. */
  windowsProviders: ReadonlySet<string>;
  /** Areas of the Windows Policy provider, lower case, for example `defender` or `admx_logon`. */
  windowsPolicyAreas: ReadonlySet<string>;
  /** What stands before the first `_` of every other id: Apple payload types, `linux`, `ade`, ... */
  roots: ReadonlySet<string>;
}>;

/** Ids are lower-case printable ASCII; some hold spaces, `$`, `{}` or `~` inside. */
const WELL_FORMED = /^[!-@[-~](?:[ -@[-~]*[!-@[-~])?$/;
const ID_CHARACTERS_MAX = 512;
const WINDOWS = /^(?:device_|user_)?vendor_msft_([a-z0-9]+)_(.+)$/;
const POLICY_CONFIG = "config_";
/** An ADMX file of an application, put in by Intune itself: `office16v2~policy~l_...`. Its names follow no list. */
const INGESTED_ADMX = /^[a-z0-9][a-z0-9._-]*~policy~./;

export function hasFamily(definitionId: string, families: SettingFamilies): boolean {
  if (definitionId.length > ID_CHARACTERS_MAX || !WELL_FORMED.test(definitionId)) return false;
  const windows = WINDOWS.exec(definitionId);
  if (windows === null) return INGESTED_ADMX.test(definitionId) || hasRoot(definitionId, families.roots);
  const [, provider = "", rest = ""] = windows;
  if (!families.windowsProviders.has(provider)) return false;
  if (provider !== "policy" || !rest.startsWith(POLICY_CONFIG)) return true;
  const path = rest.slice(POLICY_CONFIG.length);
  return INGESTED_ADMX.test(path) || hasArea(path, families.windowsPolicyAreas);
}

function hasRoot(definitionId: string, roots: ReadonlySet<string>): boolean {
  const end = definitionId.indexOf("_");
  return end > 0 && end < definitionId.length - 1 && roots.has(definitionId.slice(0, end));
}

/** An area may hold a `_` of its own (`admx_logon`), and a policy follows it. */
function hasArea(path: string, areas: ReadonlySet<string>): boolean {
  for (let end = path.indexOf("_"); end !== -1 && end < path.length - 1; end = path.indexOf("_", end + 1)) {
    if (areas.has(path.slice(0, end))) return true;
  }
  return false;
}
