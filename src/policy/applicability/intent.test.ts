import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ENROLMENTS, JOIN_TYPES } from "../../estate/device.ts";
import { PLATFORMS } from "../../estate/platform.ts";
import { applicableOn, bareFacts, type SettingApplicability, type SettingCatalogue } from "../catalogue.ts";
import { appliesAt, type ApplicabilityDevice } from "./applicability.ts";
import { intentReport, type IntentReport } from "./intent.ts";

type Limits = Readonly<Record<string, Partial<SettingApplicability>>>;

function catalogueOf(limits: Limits): SettingCatalogue {
  const find = (id: string) => {
    const own = limits[id];
    return own === undefined ? undefined : { ...bareFacts(id, id), applicability: { ...applicableOn(PLATFORMS), ...own } };
  };
  return { size: 0, complete: false, find, acquaintance: () => "known", ids: () => Object.keys(limits) };
}

function reportOf(limits: Limits, devices: readonly ApplicabilityDevice[], percent = 90): IntentReport {
  const catalogue = catalogueOf(limits);
  const versionsMin = (node: string, platform: (typeof PLATFORMS)[number]) => limits[node]?.versionMin?.[platform];
  return intentReport({ nodes: Object.keys(limits), devices, applies: appliesAt(catalogue), versionsMin, percent });
}

const mac = (osVersion: string | null, supervised: boolean | null = true): ApplicabilityDevice => ({
  platform: "macOS",
  osVersion,
  edition: null,
  supervised,
  joinType: null,
  enrolment: null,
});
const some = (count: number, device: ApplicabilityDevice) => Array.from({ length: count }, () => device);

describe("intent met on N of M", () => {
  const devices = [...some(5, mac("15.7.5")), ...some(3, mac("14.8.5")), ...some(2, mac(null))];
  const report = reportOf({ plain: {}, fresh: { versionMin: { macOS: "15.0" } } }, devices);

  it("counts whole devices, with every reason and every missing fact", () => {
    expect(report).toMatchObject({ devices: 10, settings: 2, met: 5, short: 3, unknown: 2, unknownByCatalogue: 0 });
    expect(report.reasons).toMatchObject([{ cause: { kind: "version-too-old", versionMin: "15.0" }, devices: 3, settings: 1 }]);
    expect(report.missing).toMatchObject([{ cause: { of: "device", fact: "osVersion" }, devices: 2, settings: 1 }]);
  });

  it("names the settings that fall short, and leaves out those that apply everywhere", () => {
    expect(
      report.shortSettings.map(({ node, applies, notApplicable, unknown }) => [node, applies, notApplicable, unknown]),
    ).toEqual([["fresh", 5, 3, 2]]);
  });

  it("names the least version that reaches the share, how many would have to be updated, or that none does", () => {
    const wanted = { fresh: { versionMin: { macOS: "15.0" } }, newer: { versionMin: { macOS: "26.0" } } };
    const macs = [...some(6, mac("26.4.1")), ...some(2, mac("15.7.5")), ...some(2, mac("14.8.5"))];
    expect(reportOf(wanted, macs, 80).leastVersions).toEqual([
      { platform: "macOS", percent: 80, devices: 10, metNow: 6, version: "26.0", metThen: 10, toUpdate: 4 },
    ]);
    expect(
      reportOf({ ...wanted, supervised: { supervised: true } }, [...macs, ...some(9, mac("26.4.1", false))], 80),
    ).toMatchObject({
      leastVersions: [{ devices: 19, metNow: 6, version: null, metThen: 10, toUpdate: 4 }],
    });
    expect(reportOf(wanted, some(4, mac("26.4.1"))).leastVersions).toEqual([]);
  });

  it("a catalogue that does not list a setting is counted apart", () => {
    const catalogue = catalogueOf({});
    const unlisted = intentReport({
      nodes: ["unlisted"],
      devices: some(3, mac("15.7.5")),
      applies: appliesAt(catalogue),
      versionsMin: () => undefined,
      percent: 90,
    });
    expect(unlisted).toMatchObject({ met: 0, short: 0, unknown: 3, unknownByCatalogue: 3 });
  });
});

const device = fc.record({
  platform: fc.constantFrom(...PLATFORMS),
  osVersion: fc.constantFrom(null, "9.1", "10.2.3", "11.0", "12.4"),
  edition: fc.constantFrom(null, "Enterprise", "Professional", "Core"),
  supervised: fc.constantFrom(null, true, false),
  joinType: fc.constantFrom(null, ...JOIN_TYPES),
  enrolment: fc.constantFrom(null, ...ENROLMENTS),
});
const version = fc.constantFrom("10.0.0", "11.0", "12.4.0");
const limits = fc.record(
  {
    platforms: fc.subarray([...PLATFORMS], { minLength: 1 }),
    versionMin: fc.dictionary(fc.constantFrom(...PLATFORMS), version),
    versionMax: fc.dictionary(fc.constantFrom(...PLATFORMS), fc.constantFrom("10.2", "11.0")),
    editions: fc.subarray(["windowsEnterprise", "windowsProfessional", "windowsHome"], { minLength: 1 }),
    supervised: fc.boolean(),
    joinTypes: fc.option(fc.subarray([...JOIN_TYPES], { minLength: 1 })),
    enrolments: fc.option(fc.subarray([...ENROLMENTS], { minLength: 1 })),
  },
  { requiredKeys: ["platforms", "versionMin", "versionMax", "editions", "supervised", "joinTypes", "enrolments"] },
);
const SKUS: Readonly<Record<string, string>> = {
  Enterprise: "windowsEnterprise",
  Professional: "windowsProfessional",
  Core: "windowsHome",
};

/** The oracle: every device on its own, each limit a number from -1 (surely not kept) by 0 (a fact is missing) to 1. */
function oracle(one: ApplicabilityDevice, all: readonly SettingApplicability[]): "met" | "short" | "unknown" {
  const padded = (text: string) => text.split(".").reduce((sum, part, at) => sum + Number(part) / 1_000 ** at, 0);
  const known = <T>(fact: T | null, keeps: (fact: T) => boolean) => (fact === null ? 0 : keeps(fact) ? 1 : -1);
  const marks = all.flatMap((limit) => {
    const [least, most] = [limit.versionMin[one.platform], limit.versionMax[one.platform]];
    if (!limit.platforms.includes(one.platform)) return [-1];
    return [
      least === undefined ? 1 : known(one.osVersion, (own) => padded(own) >= padded(least)),
      most === undefined ? 1 : known(one.osVersion, (own) => padded(own.split(".").slice(0, 2).join(".")) <= padded(most)),
      one.platform === "windows" ? known(one.edition, (own) => limit.editions?.includes(SKUS[own] ?? "") ?? true) : 1,
      limit.supervised ? known(one.supervised, (own) => own) : 1,
      limit.joinTypes === null ? 1 : known(one.joinType, (own) => limit.joinTypes?.includes(own) ?? true),
      limit.enrolments === null ? 1 : known(one.enrolment, (own) => limit.enrolments?.includes(own) ?? true),
    ];
  });
  return marks.includes(-1) ? "short" : marks.includes(0) ? "unknown" : "met";
}

it("agrees with an oracle that judges every device on its own", () => {
  fc.assert(
    fc.property(fc.array(device, { maxLength: 40 }), fc.array(limits, { minLength: 1, maxLength: 5 }), (devices, wanted) => {
      const all = wanted.map((own): SettingApplicability => ({ ...applicableOn([]), ...own }));
      const report = reportOf(Object.fromEntries(all.map((own, at) => [`setting-${at}`, own])), devices);
      const standings = devices.map((one) => oracle(one, all));
      const count = (of: string) => standings.filter((standing) => standing === of).length;
      expect([report.met, report.short, report.unknown]).toEqual([count("met"), count("short"), count("unknown")]);
      expect(report.met + report.short + report.unknown).toBe(devices.length);
      for (const { applies, notApplicable, unknown } of report.shortSettings)
        expect(applies + notApplicable + unknown).toBe(devices.length);
    }),
    { numRuns: 300 },
  );
});
