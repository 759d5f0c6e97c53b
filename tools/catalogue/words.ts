import type { Json } from "../../src/kit/canonical-json.ts";
import { compareText } from "../../src/kit/ids.ts";
import { asObject, textOf } from "../../src/connectors/catalogue/json-fields.ts";
import { appleIdentifiers } from "./apple-schema.ts";
import { chromeIdentifiers } from "./chrome-policies.ts";
import { firefoxIdentifiers } from "./firefox-policies.ts";
import { graphSet, PATHS } from "./sources.ts";
import { readWindowsTable, windowsIdentifiers } from "./windows-policies.ts";

const LINE_CHARACTERS_MAX = 120;
/** A word that is seen seldom may be half a word, or two; short ones are worth it only where they are common. */
const SEEN_MIN = 3;
const SHORT_SEEN_MIN = 12;
/** An identifier says more of identifiers than a word of a text does. */
const IDENTIFIER_WEIGHT = 4;
const WORDS_MAX = 7_000;

/** Two letters are a word only if they are one of these: everything can be cut into pairs of letters. */
const PAIRS = new Set(
  "ad am an as at be by cd do id if ie in ip is it me my no of on or os pc pm so to tv ts ui up us vm vs we wi fi".split(" "),
);

/**
 * The words that identifiers of settings are made of, the most frequent first: taken from identifiers that show where a word ends
 * (`MinDevicePasswordLength`), and single words from names and texts of settings under the MIT licence. With them an id that shows
 * nothing (`mindevicepasswordlength`) can be cut into words.
 */
export function wordsModule(): string {
  const counts = new Map<string, number>();
  const count = (texts: Iterable<string>, weight: number) => {
    for (const text of texts) for (const word of shownWords(text)) counts.set(word, (counts.get(word) ?? 0) + weight);
  };
  count(identifiers(), IDENTIFIER_WEIGHT);
  count(texts(), 1);
  for (const word of EXTRA) counts.set(word, Math.max(counts.get(word) ?? 0, SHORT_SEEN_MIN));
  const kept = [...counts].filter(([word, seen]) => isWord(word, seen) && (EXTRA.has(word) || !isTwoWords(word, counts)));
  const ordered = kept.sort(([a, x], [b, y]) => y - x || compareText(a, b)).map(([word]) => word);
  return moduleText(ordered.slice(0, WORDS_MAX));
}

/** Words that the sources hold only run together or seldom, found by reading the names that came out. */
const EXTRA = new Set(
  (
    "secguide spooler scriptlets hardened javascript activex powershell onenote onedrive sharepoint powerpoint smartscreen bitlocker " +
    "applocker scareware copilot workspaces metadata inventory retrieve xaml vba dvd dpi gdi tls ssl usb vpn dns tpm uri url urls fdv rdv " +
    "osv xts mime smb rpc ldap html http https wifi uuids programmatic miscellaneous extensibility oom tutorial configurable exe dde kfm " +
    "gpo sso mfa wsl edr asr lsa vbs pin pins mdm ipsec ikev ntlm webview filevault"
  ).split(" "),
);

function isWord(word: string, seen: number): boolean {
  if (EXTRA.has(word) || PAIRS.has(word)) return true;
  return word.length === 2 ? false : seen >= (word.length === 3 ? SHORT_SEEN_MIN : SEEN_MIN);
}

function* identifiers(): Generator<string> {
  yield* windowsIdentifiers(readWindowsTable(PATHS.windows));
  yield* appleIdentifiers([PATHS.appleProfiles, PATHS.appleDeclarations]);
  yield* chromeIdentifiers(PATHS.chrome);
  yield* firefoxIdentifiers(PATHS.firefox);
}

function* texts(): Generator<string> {
  for (const set of [
    "dcv2-settings",
    "dcv2-compliance",
    "dcv2-inventory",
    "dcv1-settings",
    "dcv1-compliance",
    "dcv1-configuration",
  ]) {
    for (const line of (graphSet(set) ?? "").split("\n")) {
      if (line === "") continue;
      const definition = asObject(JSON.parse(line) as Json);
      const found = ["displayName", "entityKey", "nameResourceKey", "name", "description"].map((field) =>
        textOf(definition[field]),
      );
      yield* found.filter((text) => !text.startsWith("LOC NEEDED"));
    }
  }
}

/** Words between capitals, digits and signs; nothing is guessed. */
function shownWords(text: string): readonly string[] {
  const apart = text.replaceAll(/([a-z\d])([A-Z])/g, "$1 $2").replaceAll(/([A-Z]+)([A-Z][a-z])/g, "$1 $2");
  return apart
    .split(/[^A-Za-z]+/)
    .map((word) => word.toLowerCase())
    .filter((word) => word.length >= 2 && word.length <= 18);
}

/** Two plain words in one, where both are far more common. `clientdriver` beside many a `client` and `driver`: it was written without a capital between. */
function isTwoWords(word: string, counts: ReadonlyMap<string, number>): boolean {
  const count = counts.get(word) ?? 0;
  for (let cut = 3; cut <= word.length - 3; cut += 1) {
    const [head, tail] = [counts.get(word.slice(0, cut)) ?? 0, counts.get(word.slice(cut)) ?? 0];
    if (Math.min(head, tail) > Math.max(count * 4, SHORT_SEEN_MIN)) return true;
  }
  return false;
}

function moduleText(words: readonly string[]): string {
  const lines: string[] = [];
  let line = "";
  for (const word of words) {
    if (line.length + word.length + 1 > LINE_CHARACTERS_MAX) {
      lines.push(line);
      line = "";
    }
    line += line === "" ? word : ` ${word}`;
  }
  return [
    "/** Words of setting identifiers, the most frequent first. Made by tools/catalogue/build.ts; the sources are in NOTICE. */",
    "export const WORDS = `",
    ...lines,
    `${line}\``,
    "  .trim()",
    '  .replaceAll("\\n", " ");',
    "",
  ].join("\n");
}
