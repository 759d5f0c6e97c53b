import type { Json } from "../../kit/canonical-json.ts";
import type { Instant } from "../../kit/instant.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import type { SettingApplicability, SettingFacts } from "../../policy/catalogue.ts";
import type { CatalogueOrigin } from "../ports/catalogue-source.ts";
import { problem, type Problem } from "../problems/problem.ts";
import type { CatalogueHolder } from "./catalogue-holder.ts";

export type CatalogueStatus = Readonly<{
  /** What is in force: definitions that were brought in over the shipped ones, or those alone. */
  source: "shipped" | "brought-in";
  definitions: number;
  complete: boolean;
  broughtIn: Readonly<{ hash: string; definitions: number; updatedAt: Instant; updatedBy: string }> | null;
  shippedDefinitions: number;
  origins: readonly CatalogueOrigin[];
  asOf: Instant;
}>;

export function catalogueStatus(holder: CatalogueHolder, now: Instant): CatalogueStatus {
  const { catalogue, shipped, stored } = holder.inForce();
  return {
    source: stored === null ? "shipped" : "brought-in",
    definitions: catalogue.size,
    complete: catalogue.complete,
    broughtIn:
      stored === null
        ? null
        : { hash: stored.hash, definitions: stored.definitions, updatedAt: stored.updatedAt, updatedBy: stored.updatedBy },
    shippedDefinitions: shipped.catalogue.size,
    origins: [...(stored?.origins ?? []), ...shipped.origins],
    asOf: now,
  };
}

/** Facts as JSON: options in a list. */
export type SettingReading = Omit<SettingFacts, "options" | "address" | "applicability"> &
  Readonly<{
    options: readonly Readonly<{ id: string; value: Json; name: string }>[] | null;
    address: string | null;
    applicability: (Omit<SettingApplicability, "byPlatform"> & Pick<Required<SettingApplicability>, "byPlatform">) | null;
  }>;

export function getSetting(
  holder: CatalogueHolder,
  definitionId: string,
  now: Instant,
): Result<SettingReading & Readonly<{ asOf: Instant }>, Problem> {
  const catalogue = holder.current();
  const facts = catalogue.find(definitionId);
  if (facts !== undefined) return ok({ ...settingReading(facts), asOf: now });
  const mayExist = catalogue.acquaintance(definitionId) === "unverified";
  const detail = mayExist
    ? `the catalogue does not list \`${definitionId}\`; it has the form of settings that exist`
    : `there is no setting \`${definitionId}\``;
  return err(problem("catalogue-setting-unknown", detail));
}

export function settingReading({ options, address, applicability, ...facts }: SettingFacts): SettingReading {
  return {
    ...facts,
    options: options === null ? null : [...options].map(([id, option]) => ({ id, ...option })),
    address: address ?? null,
    applicability: applicability === null ? null : { ...applicability, byPlatform: applicability.byPlatform ?? {} },
  };
}
