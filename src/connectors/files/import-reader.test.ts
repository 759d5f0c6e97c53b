import { describe, expect, test } from "vitest";
import { loadShippedCatalogue } from "../catalogue/shipped-catalogue.ts";
import { createImportReader } from "./import-reader.ts";
import { makeZip, type ZipPart } from "./zip/make-zip.fixture.ts";
import { readZip } from "./zip/read-zip.ts";

const reader = createImportReader(loadShippedCatalogue());
const PROFILE = `<plist version="1.0"><dict><key>PayloadType</key><string>Configuration</string><key>PayloadDisplayName</key><string>No camera</string>
<key>PayloadIdentifier</key><string>org.example.camera</string><key>PayloadContent</key><array><dict><key>PayloadType</key><string>com.apple.applicationaccess</string><key>allowCamera</key><false/></dict></array></dict></plist>`;
const COMPLIANCE = JSON.stringify({
  "@odata.type": "#microsoft.graph.windows10CompliancePolicy",
  id: "one",
  displayName: "Basics",
  passwordRequired: true,
});

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function readArchive(parts: readonly ZipPart[]) {
  return reader.readPolicies([{ path: "export.zip", bytes: makeZip(parts) }]);
}

function codesOf(parts: readonly ZipPart[]): readonly string[] {
  return readArchive(parts).problems.map(({ code }) => code);
}

describe("archives and profiles among the files", () => {
  test("a folder of exports, packed, reads as the folder does, with the archive's name in front of its paths", () => {
    const packed = readArchive([
      { path: "export/", bytes: "", stored: true },
      { path: "export/basics.json", bytes: COMPLIANCE },
      { path: "export\\camera.mobileconfig", bytes: PROFILE, stored: true },
      { path: "__MACOSX/export/._basics.json", bytes: "x" },
    ]);
    expect(packed.problems.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(packed.files).toBe(2);
    expect(packed.policies.map(({ file, content }) => [file, content.name])).toEqual([
      ["export.zip/export/basics.json", "Basics"],
      ["export.zip/export/camera.mobileconfig", "No camera"],
    ]);
  });

  test("a profile is one policy of the type custom, with its channel left out where the profile does not say it", () => {
    const { policies, settings } = reader.readPolicies([{ path: "a/camera.mobileconfig", bytes: bytes(PROFILE) }]);
    expect(settings).toBe(1);
    expect(policies).toMatchObject([
      {
        externalId: "org.example.camera",
        content: { kind: "custom", platforms: ["macOS", "iOS", "iPadOS"], sourceType: "apple.mobileconfig", raw: null },
      },
    ]);
    expect(policies[0]?.content).not.toHaveProperty("channel");
  });

  test("two profiles with one identifier and different content: the later is kept out", () => {
    const other = PROFILE.replace("<false/>", "<true/>");
    const { policies, problems } = reader.readPolicies([
      { path: "a.mobileconfig", bytes: bytes(PROFILE) },
      { path: "b.mobileconfig", bytes: bytes(other) },
    ]);
    expect(policies.map(({ file }) => file)).toEqual(["a.mobileconfig"]);
    expect(problems.map(({ code, file }) => [code, file])).toContainEqual(["policy-id-duplicate", "b.mobileconfig"]);
  });

  test("tables of an estate may come packed", () => {
    const { problems } = reader.readEstate([
      { path: "estate.zip", bytes: makeZip([{ path: "sites.csv", bytes: "id,name,timeZone\n" }]) },
    ]);
    expect(problems.map(({ code, message }) => `${code} ${message}`).join("\n")).not.toContain("sites.csv");
    expect(problems.map(({ code }) => code)).toContain("estate-file-missing");
  });
});

describe("hostile archives", () => {
  test.each(["../a.json", "a/../../b.json", "/etc/passwd", "C:/a.json", "..\\a.json", "a\u0000.json"])(
    "a path that leads out is refused: %j",
    (path) => {
      const read = readArchive([
        { path: "good.json", bytes: COMPLIANCE },
        { path, bytes: "{}" },
      ]);
      expect(read.problems.map(({ code }) => code)).toContain("archive-path-unsafe");
      expect(read.policies).toEqual([]);
    },
  );

  test("a link is refused", () => {
    expect(codesOf([{ path: "link.json", bytes: "/etc/passwd", mode: 0o120777 }])).toEqual(["archive-path-unsafe"]);
  });

  test("a bomb of one file is refused while it inflates, whatever size it claims", () => {
    const zeros = new Uint8Array(8 * 1024 * 1024);
    for (const size of [zeros.length, 10])
      expect(codesOf([{ path: "a.json", bytes: zeros, claims: { size } }])).toEqual(["archive-ratio"]);
  });

  test("files that share their bytes are refused: one block, listed a thousand times", () => {
    const zip = makeZip([
      { path: "a.json", bytes: "{}" },
      { path: "b.json", bytes: "{}", claims: { localAt: 0 } },
    ]);
    expect(readZip(zip)).toMatchObject({ ok: false, error: [{ code: "archive-invalid" }] });
  });

  test("an archive within the archive is refused", () => {
    expect(codesOf([{ path: "inner.zip", bytes: makeZip([]) }])).toEqual(["archive-nested"]);
  });

  test("a protected file, a wrong checksum and a name that comes twice are refused", () => {
    expect(codesOf([{ path: "a.json", bytes: "{}", encrypted: true }])).toEqual(["archive-encrypted"]);
    expect(codesOf([{ path: "a.json", bytes: "{}", claims: { checksum: 1 } }])).toEqual(["archive-invalid"]);
    const twice = codesOf([
      { path: "a.json", bytes: "{}" },
      { path: "a.json", bytes: "[]" },
    ]);
    expect(twice).toEqual(["archive-invalid"]);
  });

  test("more than 20,000 files are refused", () => {
    const parts = Array.from({ length: 20_001 }, (_, index) => ({ path: `${index}.json`, bytes: "", stored: true }));
    expect(codesOf(parts)).toEqual(["archive-too-large"]);
  });

  test("an archive cut anywhere is told and never thrown", () => {
    const whole = makeZip([{ path: "a.json", bytes: COMPLIANCE }]);
    for (let length = 0; length < whole.length; length += 3)
      expect(readZip(whole.subarray(0, length))).toMatchObject({ ok: false, error: [{ code: "archive-invalid" }] });
  });
});
