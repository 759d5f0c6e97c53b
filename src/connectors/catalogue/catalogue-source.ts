import { setImmediate } from "node:timers/promises";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { CatalogueFault, CatalogueSource, ReadCatalogue } from "../../app/ports/catalogue-source.ts";
import type { SourceFile } from "../../app/ports/source-files.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import type { SettingFacts } from "../../policy/catalogue.ts";
import { readDump, type DefinitionDump } from "./definition-dump.ts";
import { catalogueText, openCatalogue, openUnpacked, type CatalogueHead } from "./packed-catalogue.ts";
import { openShippedCatalogue } from "./shipped-catalogue.ts";

const packBytes = promisify(gzip);

/** Intune had 15,763 definitions in March 2025 and 18,317 in August 2026: a dump with fewer than this is a part of them. */
const COMPLETE_DEFINITIONS_MIN = 10_000;

/** Nothing is claimed of families: the catalogue below says what may exist. */
const NO_FAMILIES = { windowsProviders: [], windowsPolicyAreas: [], roots: [] };

/** The shipped catalogue, and dumps of Intune's own, packed in the same form. */
export function createCatalogueSource(): CatalogueSource {
  return { shipped: openShippedCatalogue, open: openCatalogue, read: readCatalogue };
}

async function readCatalogue(
  files: readonly SourceFile[],
  asOf: string,
): Promise<Result<ReadCatalogue, readonly CatalogueFault[]>> {
  const dump = await inTurns(readDump(files));
  if (!dump.ok) return err(dump.error);
  const { definitions } = dump.value;
  const why = incompleteBecause(dump.value);
  const origin = { name: "Intune's setting definitions", licence: "the tenant's own", asOf, definitions: definitions.length };
  const head: CatalogueHead = { origins: [origin], families: why === null ? null : NO_FAMILIES };
  const text = Buffer.from(catalogueText(head, definitions));
  await setImmediate();
  return ok({ ...openUnpacked(text), packed: await packBytes(text, { level: 9 }), why });
}

/** Gives others a turn after each step. */
async function inTurns<Made>(steps: Generator<undefined, Made>): Promise<Made> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    await setImmediate();
  }
}

const EXPECTED: readonly Readonly<{ what: string; isOne: (facts: SettingFacts) => boolean }>[] = [
  { what: "Windows settings for devices", isOne: ({ definitionId }) => definitionId.startsWith("device_vendor_msft_") },
  { what: "Windows settings for users", isOne: ({ definitionId }) => definitionId.startsWith("user_vendor_msft_") },
  { what: "settings for macOS", isOne: ({ applicability }) => applicability?.platforms.includes("macOS") === true },
  { what: "settings for iOS", isOne: ({ applicability }) => applicability?.platforms.includes("iOS") === true },
];

/** A list that is not whole must not deny what it lacks. Null: it is whole. */
function incompleteBecause({ definitions, isCut }: DefinitionDump): string | null {
  if (isCut) return "the last page says that more follow (`@odata.nextLink`)";
  if (definitions.length < COMPLETE_DEFINITIONS_MIN)
    return `${definitions.length} definitions are fewer than ${COMPLETE_DEFINITIONS_MIN}, and Intune has more`;
  const missing = EXPECTED.find(({ isOne }) => !definitions.some(isOne));
  return missing === undefined ? null : `there are no ${missing.what} in it`;
}
