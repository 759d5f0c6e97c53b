import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadShippedCatalogue } from "../../src/connectors/catalogue/shipped-catalogue.ts";
import { createSourceFileReader } from "../../src/connectors/files/source-file-reader.ts";
import { POLICIES } from "../../src/sim/organisation/policies/policies.ts";
import { policyFile } from "../../src/sim/organisation/policies/graph-policy.ts";
import { instant } from "../../src/kit/instant.ts";
import { phraseCoverage } from "../../src/policy/behaviour/coverage.ts";
import type { PolicyContent } from "../../src/policy/policy.ts";

const DATA = new URL("../../../shared/data/", import.meta.url).pathname;

/** Least shares in percent, of knobs in these exports: `told` by any phrase, `own` by one that says the value. */
const FLOORS = [
  { set: "intune-oib", told: 98, own: 45 },
  { set: "intune-acsc", told: 98, own: 42 },
  { set: "intune-andrewtaylor", told: 90, own: 70 },
  { set: "intune-hydrationkit", told: 88, own: 85 },
] as const;

/**
 * The same over every policy type. Lower: app protection has no phrases, nor have legacy properties that are at no device
 * node (docs/legacy-coverage.md), and the old baselines in intune-andrewtaylor consist of them.
 */
const FLOORS_OF_ALL_TYPES = [
  { set: "intune-oib", told: 95, own: 45 },
  { set: "intune-acsc", told: 98, own: 42 },
  { set: "intune-andrewtaylor", told: 45, own: 35 },
  { set: "intune-hydrationkit", told: 58, own: 58 },
] as const;

/** Settings catalog instances and compliance: the types of which the phrase table speaks. */
function isSpokenOf({ sourceType }: PolicyContent): boolean {
  return /(?:ConfigurationPolicy|CompliancePolicy)$/.test(sourceType);
}

function contentsOf(files: readonly Readonly<{ path: string; bytes: Uint8Array }>[]): readonly PolicyContent[] {
  return createSourceFileReader(loadShippedCatalogue())
    .readPolicies(files)
    .policies.map(({ content }) => content);
}

function percents(contents: readonly PolicyContent[]): Readonly<{ told: number; own: number; settings: number }> {
  const { settings, phrase, broadPhrase } = phraseCoverage(contents);
  return { told: (100 * (phrase + broadPhrase)) / settings, own: (100 * phrase) / settings, settings };
}

describe("S11 likely device behaviour in plain words: how much of real policies has words", () => {
  test("the demo's own policies are told wholly", () => {
    const contents = contentsOf(POLICIES.map((plan) => policyFile(1, plan, instant(Date.UTC(2026, 8, 1)))));
    const { told, own, settings } = percents(contents);
    console.info(`demo: ${settings} settings, ${told.toFixed(1)} % told, ${own.toFixed(1)} % by a phrase of their own`);
    expect(settings).toBeGreaterThan(100);
    expect(told).toBe(100);
    expect(own).toBeGreaterThan(75);
  });

  describe.skipIf(!existsSync(DATA))("real exports (skipped where ../shared/data is absent)", () => {
    test.each(FLOORS)("$set: at least $told % told, $own % by a phrase of their own", ({ set, ...floor }) => {
      hold(set, exportOf(set).filter(isSpokenOf), floor);
    });

    test.each(FLOORS_OF_ALL_TYPES)(
      "$set, every type: at least $told % told, $own % by a phrase of their own",
      ({ set, ...floor }) => {
        hold(`${set}, every type`, exportOf(set), floor);
      },
    );
  });
});

function exportOf(set: string): readonly PolicyContent[] {
  const folder = join(DATA, set);
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".json"));
  return contentsOf(paths.map((path) => ({ path, bytes: new Uint8Array(readFileSync(join(folder, path))) })));
}

function hold(what: string, contents: readonly PolicyContent[], floor: Readonly<{ told: number; own: number }>): void {
  const { told, own, settings } = percents(contents);
  console.info(`${what}: ${settings} settings, ${told.toFixed(1)} % told, ${own.toFixed(1)} % by a phrase of their own`);
  expect(told).toBeGreaterThanOrEqual(floor.told);
  expect(own).toBeGreaterThanOrEqual(floor.own);
}
