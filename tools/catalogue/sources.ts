import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

const ROOT = new URL("../..", import.meta.url).pathname;
/** The data sets beside the repository. Sets under the GPL are never read for the catalogue. */
export const DATA = join(ROOT, "../shared/data");

export const PATHS = {
  windows: join(DATA, "windows-policy-metadata/policymanager-19045.json"),
  appleProfiles: join(DATA, "apple-device-management/mdm/profiles"),
  appleDeclarations: join(DATA, "apple-device-management/declarative/declarations/configurations"),
  chrome: join(DATA, "admx/chrome.admx"),
  firefox: join(DATA, "firefox-policies/linux/policies.json"),
  exports: join(DATA, "intune-acsc"),
  settings: join(ROOT, "src/connectors/catalogue/generated/settings.gz"),
  registry: join(ROOT, "src/connectors/catalogue/generated/registry.gz"),
  words: join(ROOT, "src/policy/naming/generated/words.ts"),
} as const;

/** Lines of a set of Graph's definitions; null where the set is not there (the full catalogue is not always). */
export function graphSet(set: string): string | null {
  const path = join(DATA, `settings-catalog/${set}.ndjson.gz`);
  return existsSync(path) ? gunzipSync(readFileSync(path)).toString("utf8") : null;
}
