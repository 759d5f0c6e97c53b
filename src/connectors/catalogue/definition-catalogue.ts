import type { CatalogueFault } from "../../app/ports/catalogue-source.ts";
import type { SourceFile } from "../../app/ports/source-files.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import type { SettingCatalogue } from "../../policy/catalogue.ts";
import { readDump, type DefinitionDump } from "./definition-dump.ts";
import { catalogueText, openUnpacked, type CatalogueHead } from "./packed-catalogue.ts";

/** `at` as in `CatalogueFault`. */
export type CatalogueInvalid = Readonly<{ code: "catalogue-invalid"; faults: readonly CatalogueFault[]; message: string }>;

/** The families are null: what such a catalogue lacks does not exist. */
const WHOLE: CatalogueHead = { origins: [], families: null };

/**
 * Reads a full dump of Graph's `deviceManagement/configurationSettings`: one definition a line, plain or gzipped, or Graph's JSON.
 * The catalogue is complete: what it lacks does not exist.
 */
export function loadCatalogueNdjson(bytes: Uint8Array): Result<SettingCatalogue, CatalogueInvalid> {
  const dump = readWholeDump([{ path: "", bytes }]);
  if (!dump.ok) return dump;
  return ok(openUnpacked(Buffer.from(catalogueText(WHOLE, dump.value.definitions))).catalogue);
}

/** `readDump` in one go. */
export function readWholeDump(files: readonly SourceFile[]): Result<DefinitionDump, CatalogueInvalid> {
  const reading = readDump(files);
  for (;;) {
    const step = reading.next();
    if (step.done !== true) continue;
    const read = step.value;
    if (read.ok) return read;
    const [first] = read.error;
    const message = [first?.at ?? "", first?.message ?? ""].filter((part) => part !== "").join(": ");
    return err({ code: "catalogue-invalid", faults: read.error, message });
  }
}
