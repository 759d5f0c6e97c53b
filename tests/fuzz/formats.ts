import { stringify } from "yaml";
import type { SourceFile } from "../../src/app/ports/source-files.ts";
import { SIGNED_BER, SIGNED_DER } from "../../src/connectors/files/mobileconfig/signed-profiles.fixture.ts";
import { instant } from "../../src/kit/instant.ts";
import type { SeededRandom } from "../../src/kit/seeded-random.ts";
import { createDemoOrganisation } from "../../src/sim/organisation/demo-organisation.ts";
import { breakJson, writeLoose, type Loose } from "./broken-json.ts";
import { breakCsv, breakYaml } from "./broken-tables.ts";
import { breakBytes, encodeOddly, utf8 } from "./broken-text.ts";
import { breakXml } from "./broken-xml.ts";
import { breakZip } from "./broken-zip.ts";
import { ASSIGNMENTS, hasRealFiles, MASTER_TABLE, PROFILES, realSpecimens, REPORTS, WRITTEN } from "./specimens.ts";

/** What an import is given, drawn anew for each case. */
export type Format = Readonly<{
  name: string;
  reads: "policies" | "estate" | "masters";
  draw: (random: SeededRandom) => readonly SourceFile[];
}>;

/** Kinds of which there are real files: the tests say so where these are absent. */
const REAL = [
  "settings-catalog",
  "endpoint-security",
  "security-baseline",
  "device-configuration",
  "update",
  "compliance",
  "app-protection",
  "script",
  "conditional-access",
  "opaque",
  "group",
  "assignment-filter",
] as const;

export const FORMAT_NAMES: readonly string[] = [
  ...(hasRealFiles ? REAL : []),
  ...Object.keys(WRITTEN),
  "assignments",
  "mobileconfig",
  "mobileconfig-signed",
  "zip",
  "yaml",
  "estate-csv",
  "group-policy-report",
  "masters-csv",
];

export function createFormats(): ReadonlyMap<string, Format> {
  const real = hasRealFiles ? realSpecimens() : new Map<string, readonly Loose[]>();
  const byKind = new Map([
    ...REAL.map((kind) => [kind, real.get(kind) ?? []] as const).filter(() => hasRealFiles),
    ...Object.entries(WRITTEN),
  ]);
  const others = [...byKind.values()].flat();
  const formats = [...byKind].map(([kind, specimens]): Format => {
    if (specimens.length === 0) throw new Error(`no specimen of ${kind}`);
    return policyFormat(kind, (random) => [{ path: "p.json", bytes: brokenJson(random.pick(specimens), others, random) }]);
  });
  const all = [...formats, ...joinedFormats(others), ...profileFormats(), estateFormat(), ...masterFormats()];
  return new Map(all.map((format) => [format.name, format]));
}

function policyFormat(name: string, draw: Format["draw"]): Format {
  return { name, reads: "policies", draw };
}

function brokenJson(value: Loose, others: readonly Loose[], random: SeededRandom): Uint8Array {
  return spoilt(writeLoose(random.chance(0.12) ? value : breakJson(value, others, random)), random);
}

/** Mostly as it is; now and then in another encoding, or with bytes broken. */
function spoilt(text: string, random: SeededRandom): Uint8Array {
  if (random.chance(0.08)) return encodeOddly(text, random);
  return random.chance(0.15) ? breakBytes(utf8(text), random) : utf8(text);
}

/** Formats of several files, or around other files. */
function joinedFormats(others: readonly Loose[]): readonly Format[] {
  const small = others.filter((value) => writeLoose(value).length < 12_000);
  const plain = small.filter((value) => !Array.isArray(value));
  return [
    policyFormat("assignments", (random) => {
      const policy = random.pick(plain);
      const lines = breakJson(ASSIGNMENTS, small, random);
      if (random.chance(0.4))
        return [{ path: "p.json", bytes: utf8(writeLoose({ ...(policy as Record<string, Loose>), assignments: lines })) }];
      const name = random.pick(["p", "q", "0f0f0f0f-0000-4000-8000-000000000000 - p"]);
      return [
        { path: "a/p.json", bytes: utf8(writeLoose(policy)) },
        { path: `a/Assignments/${name}.json`, bytes: spoilt(writeLoose(lines), random) },
        { path: "a/p_Settings.json", bytes: brokenJson(random.pick(small), small, random) },
      ].slice(0, random.int(1, 4));
    }),
    policyFormat("yaml", (random) => [
      { path: "p.yaml", bytes: spoilt(breakYaml(stringify(random.pick(plain)), random), random) },
    ]),
    policyFormat("zip", (random) => {
      const parts = Array.from({ length: random.int(1, 4) }, (_, at) => ({
        path: `policies/p${at}.json`,
        bytes: utf8(writeLoose(random.pick(small))),
      }));
      return [{ path: "export.zip", bytes: breakZip(parts, (bytes) => breakBytes(bytes, random), random) }];
    }),
  ];
}

function profileFormats(): readonly Format[] {
  const broken = (random: SeededRandom) => spoilt(breakXml(random.pick(PROFILES), random), random);
  return [
    policyFormat("mobileconfig", (random) => [{ path: "p.mobileconfig", bytes: broken(random) }]),
    policyFormat("mobileconfig-signed", (random) => {
      const wrapped = random.weighted([
        [() => breakBytes(SIGNED_DER, random), 3],
        [() => breakBytes(SIGNED_BER, random), 3],
        [() => signed(broken(random)), 2],
        [() => breakBytes(signed(broken(random)), random), 2],
        [() => signed(signed(broken(random))), 1],
      ] as const);
      return [{ path: "p.mobileconfig", bytes: wrapped() }];
    }),
  ];
}

/** A signed message with this content and nobody's signature. */
function signed(content: Uint8Array): Uint8Array {
  const data = [0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x01];
  const signedData = [0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02];
  const inner = der(0x30, Buffer.from(data), der(0xa0, der(0x04, content)));
  return der(0x30, Buffer.from(signedData), der(0xa0, der(0x30, Buffer.from([2, 1, 1, 0x31, 0]), inner, Buffer.from([0x31, 0]))));
}

function der(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = Buffer.concat(parts);
  const head = Buffer.alloc(6);
  head.writeUInt8(tag, 0);
  head.writeUInt8(0x84, 1);
  head.writeUInt32BE(content.length, 2);
  return Buffer.concat([head, content]);
}

function estateFormat(): Format {
  const tables = createDemoOrganisation({ seed: 7, devices: 60, at: instant(Date.UTC(2026, 8, 7)) }).files.filter(({ path }) =>
    path.endsWith(".csv"),
  );
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return {
    name: "estate-csv",
    reads: "estate",
    draw: (random) => {
      const broken = random.int(0, tables.length);
      const files = tables.map((file, at) =>
        at === broken ? { path: file.path, bytes: spoilt(breakCsv(decode(file.bytes), random), random) } : file,
      );
      if (random.chance(0.05)) return files.filter((_, at) => at !== broken);
      return random.chance(0.05) ? [...files, ...files.slice(0, 1)] : files;
    },
  };
}

function masterFormats(): readonly Format[] {
  return [
    {
      name: "group-policy-report",
      reads: "masters",
      draw: (random) => [{ path: "gpo.xml", bytes: spoilt(breakXml(random.pick(REPORTS), random), random) }],
    },
    {
      name: "masters-csv",
      reads: "masters",
      draw: (random) => [{ path: "masters.csv", bytes: spoilt(breakCsv(MASTER_TABLE, random), random) }],
    },
  ];
}
