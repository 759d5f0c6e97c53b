import { seededRandom, type SeededRandom } from "../../src/kit/seeded-random.ts";

/**
 * Definitions as Graph's `configurationSettings` writes them, invented from a seed, in the proportions of an export of March 2025
 * (requirements.md 2.5): of 15,763 settings 88 % Windows, 8 % macOS, the rest iOS and Linux; 5,314 with a minimum version, 5,211
 * with editions; half of Windows' for users. Most are choices of two options, as administrative templates are.
 */
export function syntheticDefinitions(count: number, seed: number, withTexts: boolean): readonly object[] {
  const random = seededRandom(seed);
  const definitions: object[] = [];
  for (let at = 0; definitions.length < count; at += 1) definitions.push(...oneSetting(random, at, withTexts));
  return definitions.slice(0, count);
}

export function asNdjson(definitions: readonly object[]): string {
  return `${definitions.map((definition) => JSON.stringify(definition)).join("\n")}\n`;
}

const SKUS = [
  "windowsEnterprise",
  "windowsProfessional",
  "windowsEducation",
  "iotEnterprise",
  "windowsMultiSession",
  "windowsCPC",
];
const WORDS = "Allow Block Device Password Network Update Browser Camera Storage Policy Timeout Remote Service User Screen".split(
  " ",
);
const SENTENCE = "This text stands for the description that the real definitions carry and that no catalogue keeps. ";

function oneSetting(random: SeededRandom, at: number, withTexts: boolean): readonly object[] {
  const draw = random.next();
  if (draw < 0.88) return windowsSetting(random, at, withTexts);
  return [appleSetting(random, at, draw < 0.96 ? "macOS" : draw < 0.98 ? "iOS,macOS" : "iOS", withTexts)];
}

function windowsSetting(random: SeededRandom, at: number, withTexts: boolean): readonly object[] {
  const scope = random.next() < 0.45 ? "Device" : "User";
  const [area, name] = [`Area${at % 180}`, nameOf(random, at)];
  const id = `${scope}_vendor_msft_policy_config_${area}_${name}`.toLowerCase();
  const common = {
    accessTypes: "add,delete,get,replace",
    keywords: [name, area],
    baseUri: `./${scope}/Vendor/MSFT/Policy`,
    offsetUri: `/Config/${area}/${name}`,
    rootDefinitionId: id,
    categoryId: "a4fb2510-977f-42ff-9033-6f1eb98f141b",
    settingUsage: "configuration",
    applicability: {
      "@odata.type": "#microsoft.graph.deviceManagementConfigurationWindowsSettingApplicability",
      platform: "windows10",
      deviceMode: "none",
      technologies: "mdm",
      minimumSupportedVersion: random.next() < 0.38 ? `10.0.${random.pick([17134, 19041, 22000, 22621, 26100])}` : null,
      maximumSupportedVersion: null,
      windowsSkus: random.next() < 0.37 ? SKUS.slice(0, 3 + (at % 3)) : [],
      requiresAzureAd: at % 50 === 0,
      requiredAzureAdTrustType: "none",
    },
    ...texts(name, withTexts),
  };
  const parent = choice(id, common, [
    ["0", "Disabled", "<disabled/>"],
    ["1", "Enabled", "<enabled/>"],
  ]);
  if (random.next() < 0.7) return [parent];
  const childId = `${id}_element${at % 7}`;
  const dependentOn = [{ dependentOn: `${id}_1`, parentSettingId: id }];
  return [parent, { ...simple(childId, { ...common, ...texts(`${name} element`, withTexts) }, at), dependentOn }];
}

function appleSetting(random: SeededRandom, at: number, platform: string, withTexts: boolean): object {
  const name = nameOf(random, at);
  const id = `com.apple.synthetic${at % 60}_${name.toLowerCase()}`;
  const common = {
    baseUri: "",
    offsetUri: name,
    applicability: { platform, deviceMode: "none", technologies: "mdm,appleRemoteManagement" },
    ...texts(name, withTexts),
  };
  if (at % 3 === 0) return simple(id, common, at);
  return choice(id, common, [
    ["false", "False", "false"],
    ["true", "True", "true"],
  ]);
}

function choice(id: string, common: object, options: readonly (readonly [string, string, string])[]): object {
  return {
    "@odata.type": "#microsoft.graph.deviceManagementConfigurationChoiceSettingDefinition",
    id,
    ...common,
    defaultOptionId: `${id}_${options[0]?.[0]}`,
    options: options.map(([suffix, displayName, value]) => ({
      itemId: `${id}_${suffix}`,
      displayName,
      name: displayName,
      optionValue: { "@odata.type": "#microsoft.graph.deviceManagementConfigurationStringSettingValue", value },
      dependentOn: [],
      dependedOnBy: [],
    })),
  };
}

function simple(id: string, common: object, at: number): object {
  return {
    "@odata.type": "#microsoft.graph.deviceManagementConfigurationSimpleSettingDefinition",
    id,
    ...common,
    valueDefinition: {
      "@odata.type": "#microsoft.graph.deviceManagementConfigurationIntegerSettingValueDefinition",
      minimumValue: 0,
      maximumValue: 10 + at,
    },
    defaultValue: { "@odata.type": "#microsoft.graph.deviceManagementConfigurationIntegerSettingValue", value: at % 10 },
  };
}

function nameOf(random: SeededRandom, at: number): string {
  return `${random.pick(WORDS)}${random.pick(WORDS)}${random.pick(WORDS)}${at}`;
}

function texts(name: string, withTexts: boolean): object {
  const displayName = name.replaceAll(/([a-z\d])([A-Z])/g, "$1 $2");
  return withTexts ? { displayName, name, description: SENTENCE.repeat(20), helpText: "" } : { displayName, name };
}
