import type { Result } from "../../kit/result.ts";
import type { SettingCatalogue } from "../../policy/catalogue.ts";
import type { SourceFile } from "./source-files.ts";

/** A source of facts: `definitions` counts those that it said the last word on. */
export type CatalogueOrigin = Readonly<{ name: string; licence: string; asOf: string; definitions: number }>;
export type OpenCatalogue = Readonly<{ catalogue: SettingCatalogue; origins: readonly CatalogueOrigin[] }>;

/** `at`: `line N`, a JSON pointer, or empty for a file as a whole. */
export type CatalogueFault = Readonly<{ file: string; at: string; message: string }>;

/** A catalogue that was read from a dump. `packed` opens to the same again; `why` says what keeps it from being complete. */
export type ReadCatalogue = OpenCatalogue & Readonly<{ packed: Uint8Array; why: string | null }>;

/** Where catalogues come from: what is shipped, what was packed before, and dumps of Intune's definitions. */
export type CatalogueSource = Readonly<{
  shipped: () => OpenCatalogue;
  /** Throws on what `read` never made. */
  open: (packed: Uint8Array) => OpenCatalogue;
  /** Lets others work in between: a full dump takes seconds. `asOf` is the day that the facts are dated with. */
  read: (files: readonly SourceFile[], asOf: string) => Promise<Result<ReadCatalogue, readonly CatalogueFault[]>>;
}>;
