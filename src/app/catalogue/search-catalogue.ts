import { setImmediate } from "node:timers/promises";
import type { Platform } from "../../estate/platform.ts";
import { compareText } from "../../kit/ids.ts";
import type { SettingCatalogue, SettingFacts } from "../../policy/catalogue.ts";
import { sliceOf, type Page, type PageRequest } from "../queries/page-of.ts";

export type CatalogueQuery = Readonly<{ text: string | null; platform: Platform | null }>;

/** Finds settings by words of their name or id. What it reads of a catalogue it keeps as long as that catalogue lives. */
export type CatalogueSearch = (
  catalogue: SettingCatalogue,
  query: CatalogueQuery,
  page: PageRequest,
) => Promise<Page<SettingFacts>>;

type Entry = Readonly<{ definitionId: string; name: string; platforms: readonly Platform[] }>;

/** Definitions read before others get a turn. */
const STEP = 1_000;

export function createCatalogueSearch(): CatalogueSearch {
  const entriesOf = new WeakMap<SettingCatalogue, Promise<readonly Entry[]>>();
  return async (catalogue, query, page) => {
    const reading = entriesOf.get(catalogue) ?? readEntries(catalogue);
    entriesOf.set(catalogue, reading);
    const found = matching(await reading, query);
    const { items, ...rest } = sliceOf(found, page, ({ definitionId }) => definitionId);
    return { ...rest, items: items.flatMap(({ definitionId }) => catalogue.find(definitionId) ?? []) };
  };
}

async function readEntries(catalogue: SettingCatalogue): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  for (const definitionId of catalogue.ids()) {
    if (entries.length % STEP === STEP - 1) await setImmediate();
    const facts = catalogue.find(definitionId);
    if (facts === undefined) continue;
    const platforms = facts.applicability?.platforms ?? [];
    entries.push({ definitionId, name: facts.displayName.toLowerCase(), platforms });
  }
  return entries;
}

/** Every word has to be in the name or the id. Names that are or begin with the text come first, then those that hold it. */
function matching(entries: readonly Entry[], { text, platform }: CatalogueQuery): readonly Entry[] {
  const here = platform === null ? entries : entries.filter(({ platforms }) => platforms.includes(platform));
  const whole = (text ?? "").trim().toLowerCase();
  if (whole === "") return here;
  const words = whole.split(/\s+/);
  const rankOf = ({ name, definitionId }: Entry): number => {
    if (name === whole || definitionId === whole) return 0;
    if (name.startsWith(whole)) return 1;
    return words.every((word) => name.includes(word)) ? 2 : 3;
  };
  return here
    .filter(({ name, definitionId }) => words.every((word) => name.includes(word) || definitionId.includes(word)))
    .map((entry) => ({ entry, rank: rankOf(entry) }))
    .sort((a, b) => a.rank - b.rank || compareText(a.entry.definitionId, b.entry.definitionId))
    .map(({ entry }) => entry);
}
