/**
 * Windows editions in the two vocabularies: a device reports the edition's own name (`Enterprise`, `IoTEnterpriseS`), a catalogue
 * lists Graph's words (`windowsEnterprise`, `iotEnterprise`). Source: the values of Graph's `windowsSkus`, and the names that filters
 * know (requirements.md 2.3). An edition for a region or without a media player is the edition.
 */
const CATALOGUE_WORDS: readonly (readonly [RegExp, string])[] = [
  [/^(?:core|home)(?:n|singlelanguage|countryspecific)?$/, "windowshome"],
  [
    /^pro(?:fessional)?(?:n|workstation|workstationn|education|educationn|singlelanguage|countryspecific)?$/,
    "windowsprofessional",
  ],
  [/^enterprise(?:n|s|sn|g|gn|eval|neval|seval|sneval)?$/, "windowsenterprise"],
  [/^education(?:n)?$/, "windowseducation"],
  [/^iotenterprise(?:s|k|sk)?$/, "iotenterprise"],
  [/^iotenterpriseseval$/, "iotenterpriseseval"],
  [/^serverrdsh$/, "windowsmultisession"],
  [/^cloudedition(?:n|l|ln)?$/, "windows11se"],
  [/^cloudn?$/, "windowscloudn"],
  [/^holographic(?:forbusiness)?$/, "holographicforbusiness"],
  [/^ppipro$/, "surfacehub"],
];

/** Null: an edition that has no word here. */
export function catalogueEdition(edition: string): string | null {
  const name = edition.replaceAll(/[\s-]/g, "").toLowerCase();
  return CATALOGUE_WORDS.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}

/** Whether a device of this edition is among those that a catalogue lists; null: the edition is not recognised. */
export function isListedEdition(edition: string, listed: readonly string[]): boolean | null {
  const own = catalogueEdition(edition);
  return own === null ? null : listed.some((word) => word.toLowerCase() === own);
}
