import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { DEVICE_CLASSES } from "./device-classes.ts";
import { FAULTY_MODEL, WINDOWS_KIOSK_VERSIONS, WINDOWS_VERSIONS } from "./fleet-facts.ts";
import type { SettingPlan } from "./policies/graph-policy.ts";
import { POLICIES } from "./policies/policies.ts";
import { diskEncryption, hardwareProtection } from "./policies/windows-everywhere.ts";

const DATA = join(import.meta.dirname, "../../../../shared/data");
// The public data sets lie beside the repository, not in it: without them there is nothing to compare with.
const suite = existsSync(DATA) ? describe : describe.skip;

suite("the demo's facts (skipped where ../shared/data is absent)", () => {
  it("names settings that exist", () => {
    const known = allText("intune-acsc") + allText("intune-oib");
    const windows = new Set(
      windowsPolicies().map((one) => `device_vendor_msft_policy_config_${one.area}_${one.policy}`.toLowerCase()),
    );
    const plans = [...POLICIES, hardwareProtection(true), diskEncryption(1)];
    const ids = new Set(plans.flatMap((plan) => (plan.kind === "catalogue" ? plan.settings.flatMap(idsIn) : [])));
    const missing = [...ids].filter((id) => !known.includes(`"${id}"`) && !windows.has(id) && !isAppleKey(id));
    expect(missing).toEqual([]);
    expect(ids.size).toBeGreaterThan(90);
  });

  it("names versions and models that exist", () => {
    const builds = allText("os-releases/products");
    for (const { osVersion } of [...WINDOWS_VERSIONS, ...WINDOWS_KIOSK_VERSIONS]) {
      expect(builds).toContain(`latest: ${osVersion.split(".").slice(0, 3).join(".")}\n`);
    }
    const releases: Readonly<Record<string, string>> = { macOS: "macos", iOS: "ios", iPadOS: "ipados" };
    for (const kind of DEVICE_CLASSES) {
      const file = releases[kind.platform];
      if (file === undefined) continue;
      const text = textOf(`os-releases/releases/${file}.json`);
      for (const { osVersion } of [...kind.versions, ...kind.models.flatMap((model) => model.versions ?? [])]) {
        expect(text).toContain(`"${osVersion}"`);
      }
    }
    const models = new Set(
      DEVICE_CLASSES.filter((kind) => ["iOS", "iPadOS"].includes(kind.platform)).flatMap((kind) => kind.models),
    );
    const apple = ["iphone", "ipad", "ipad_air", "ipad_mini"].map((name) => textOf(`device-models/${name}.json`)).join("");
    for (const { model } of models) expect(apple).toContain(`"Generation": "${model}"`);
    const android = gunzipSync(readFileSync(join(DATA, "device-models/android-devices.json.gz"))).toString();
    for (const { model } of DEVICE_CLASSES.filter((kind) => kind.platform === "android").flatMap((kind) => kind.models)) {
      expect(android).toContain(`"model":"${model}"`);
    }
    expect(textOf("os-releases/products/surface.md")).toContain(`"${FAULTY_MODEL}"`);
  });
});

function idsIn(setting: SettingPlan): string[] {
  if (setting.kind === "choice") return [setting.id, ...setting.children.flatMap(idsIn)];
  if (setting.kind === "groups") return [setting.id, ...setting.instances.flat().flatMap(idsIn)];
  return [setting.id];
}

/** `PAYLOAD_key` in lower case, or `PAYLOAD_PAYLOAD` for the payload itself. */
function isAppleKey(id: string): boolean {
  const [payload = "", key = ""] = id.split("_");
  const path = join(DATA, `apple-device-management/mdm/profiles/${payload}.yaml`);
  return existsSync(path) && (key === payload || readFileSync(path, "utf8").toLowerCase().includes(`- key: ${key}\n`));
}

function windowsPolicies(): { area: string; policy: string }[] {
  const table = JSON.parse(textOf("windows-policy-metadata/policymanager-19045.json")) as {
    policies: { area: string; policy: string }[];
  };
  return table.policies;
}

function allText(folder: string): string {
  const files = readdirSync(join(DATA, folder), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map((entry) => textWithoutNul(readFileSync(join(entry.parentPath, entry.name)))).join("\n");
}

/** Some exports are UTF-16; identifiers are ASCII, so dropping the zero bytes is enough to find them. */
function textWithoutNul(bytes: Buffer): string {
  return bytes.toString("latin1").replaceAll("\0", "");
}

function textOf(path: string): string {
  return readFileSync(join(DATA, path), "utf8");
}
