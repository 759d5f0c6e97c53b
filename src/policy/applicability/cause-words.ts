import type { MissingFact, NotApplicableReason } from "./applicability.ts";

/** Why a setting does not apply, for people: begins with a capital, without a full stop. */
export function reasonWords(reason: NotApplicableReason): string {
  switch (reason.kind) {
    case "platform":
      return "The setting is not for this platform";
    case "version-too-old":
      return `The system is too old: version ${reason.versionMin} or newer is needed`;
    case "version-too-new":
      return reason.successors.length === 0
        ? `The system is too new: nothing after version ${reason.versionMax} knows the setting`
        : `The system is too new: after version ${reason.versionMax} another setting takes its place`;
    case "edition":
      return `The Windows edition does not take it: ${listed(reason.editions.map(editionName))} would`;
    case "supervision":
      return "The device is not supervised";
    case "join-type":
      return `The device would have to be ${listed(reason.joinTypes.map(spaced))}`;
    case "enrolment":
      return `The device would have to be enrolled as ${listed(reason.enrolments.map(spaced))}`;
    case "licence":
      return `The person has none of the licences that it needs: ${listed(reason.plans)}`;
    case "policy-rule":
      return "The policy's own applicability rule leaves the device out";
  }
}

/** Which fact is missing, and who would have to say it. */
export function missingWords(missing: MissingFact): string {
  switch (missing.of) {
    case "device":
      return DEVICE_FACTS[missing.fact];
    case "person":
      return "The person's licences are not known, or nobody is known to use the device";
    case "catalogue":
      return CATALOGUE_FACTS[missing.fact];
  }
}

const DEVICE_FACTS = {
  osVersion: "The device never reported its version exactly enough",
  edition: "The device never reported a Windows edition that is known",
  supervised: "The device never reported whether it is supervised",
  joinType: "The device never reported how it is joined",
  enrolment: "The device never reported how it is enrolled",
} as const;

const CATALOGUE_FACTS = {
  setting: "The catalogue does not list the setting, or nothing of where it applies",
  platform: "The catalogue does not say which platforms have the setting",
  version: "The catalogue names a version that is not out yet",
  editions: "The catalogue does not say which Windows editions take the setting",
} as const;

/** `windowsProfessional`, `iotEnterprise` -> `Professional`, `IoT Enterprise`. */
function editionName(word: string): string {
  return EDITION_NAMES[word.toLowerCase()] ?? word;
}

const EDITION_NAMES: Readonly<Record<string, string>> = {
  windowshome: "Home",
  windowsprofessional: "Professional",
  windowsenterprise: "Enterprise",
  windowseducation: "Education",
  iotenterprise: "IoT Enterprise",
  iotenterpriseseval: "IoT Enterprise LTSC",
  windows11se: "SE",
  windowscloudn: "Cloud N",
  windowscpc: "Cloud PC",
  windowsmultisession: "Enterprise multi-session",
  holographicforbusiness: "Holographic for Business",
  surfacehub: "Surface Hub",
};

function spaced(word: string): string {
  return word.replaceAll("-", " ");
}

function listed(words: readonly string[]): string {
  const [last = "", ...rest] = [...words].reverse();
  return rest.length === 0 ? last : `${rest.reverse().join(", ")} or ${last}`;
}
