import type { ParsedPolicy, SourceFile } from "../../../app/ports/source-files.ts";
import type { Platform } from "../../../estate/platform.ts";
import type { SettingCatalogue } from "../../../policy/catalogue.ts";
import type { Setting } from "../../../policy/setting.ts";
import { quoted, type ProblemList } from "../problem-list.ts";
import type { XmlPlace } from "../xml/read-xml.ts";
import { readPayloadBytes } from "./read-payload-bytes.ts";

export const MOBILECONFIG_FILE = /\.mobileconfig$/i;

/** As Graph names nothing of the kind: a profile that came as a file. */
const SOURCE_TYPE = "apple.mobileconfig";

const APPLE: readonly Platform[] = ["iOS", "iPadOS", "macOS"];

/** One profile is one policy; null where an error keeps it out. `tally` counts its settings, those inside of groups too. */
export function readMobileconfig(
  file: SourceFile,
  catalogue: SettingCatalogue,
  problems: ProblemList,
  tally: { settings: number },
): ParsedPolicy | null {
  const { profile, faults } = readPayloadBytes(file.bytes, catalogue);
  for (const { code, place, message } of faults) problems.add(code, placeText(place), message);
  if (profile === null) return null;
  const { name, identifier, platforms, settings, isOpaque, scope } = profile;
  const shown = name ?? identifier ?? file.path.slice(file.path.lastIndexOf("/") + 1).replace(MOBILECONFIG_FILE, "");
  if (platforms === null)
    problems.add("profile-platforms-assumed", "", `${quoted(shown)} is taken to be for iOS, iPadOS and macOS`);
  tally.settings += countOf(settings);
  return {
    file: file.path,
    externalId: identifier,
    content: {
      name: shown,
      kind: isOpaque ? "opaque" : "custom",
      platforms: platforms ?? APPLE,
      sourceType: SOURCE_TYPE,
      settings: isOpaque ? [] : settings,
      raw: isOpaque ? settings.map(({ value }) => (value.kind === "property" ? value.value : null)) : null,
      ...(scope === null ? {} : { channel: scope }),
    },
    assignments: [],
  };
}

export function placeText(place: XmlPlace | null): string {
  return place === null ? "" : `line ${place.line}, column ${place.column}`;
}

function countOf(settings: readonly Setting[]): number {
  return settings.reduce((sum, { value }) => {
    if (value.kind === "group") return sum + 1 + countOf(value.children);
    if (value.kind === "groups") return sum + 1 + value.instances.reduce((inner, instance) => inner + countOf(instance), 0);
    return sum + 1;
  }, 0);
}
