import type { Json } from "../kit/canonical-json.ts";
import type { SettingApplicability, SettingFacts } from "./catalogue.ts";

/**
 * What two sources say of one definition, the later one being the better: it wins wherever it says something, and what it leaves
 * open the earlier one fills. Graph's definitions know options and versions, and nothing of merging or of Apple's supervision;
 * Windows' and Apple's own tables know that.
 */
export function joinFacts(earlier: SettingFacts, later: SettingFacts): SettingFacts {
  const isNamed = later.displayName !== later.definitionId;
  const isShaped = later.kind !== "other";
  const shape = isShaped || later.options !== null ? later : { ...later, kind: earlier.kind, options: earlier.options };
  const sameKind = shape.kind === earlier.kind;
  const address = later.address ?? earlier.address;
  return {
    ...shape,
    displayName: isNamed ? later.displayName : earlier.displayName,
    scope: later.scope ?? earlier.scope,
    valueType: later.valueType ?? (sameKind ? earlier.valueType : null),
    options: shape.options ?? (sameKind ? earlier.options : null),
    // A list of options says it all: an older range beside it could only contradict.
    integerMin: later.integerMin ?? (sameKind && later.options === null ? earlier.integerMin : null),
    integerMax: later.integerMax ?? (sameKind && later.options === null ? earlier.integerMax : null),
    lengthMin: later.lengthMin ?? earlier.lengthMin,
    lengthMax: later.lengthMax ?? earlier.lengthMax,
    defaultValue: asOption(later.defaultValue, shape) ?? (sameKind ? earlier.defaultValue : null),
    dependsOn: later.dependsOn.length > 0 ? later.dependsOn : earlier.dependsOn,
    children: later.children.length > 0 ? later.children : earlier.children,
    applicability: joinApplicability(earlier.applicability, later.applicability),
    merge: later.merge ?? earlier.merge,
    ...(address === undefined ? {} : { address }),
  };
}

/** A table knows a number where the setting turns out to be a choice: the option that stands for it. */
function asOption(value: Json, { kind, definitionId }: SettingFacts): Json {
  return kind === "choice" && typeof value === "number" ? `${definitionId}_${value}` : value;
}

function joinApplicability(
  earlier: SettingApplicability | null,
  later: SettingApplicability | null,
): SettingApplicability | null {
  if (earlier === null || later === null) return later ?? earlier;
  const saysLimits = later.supervised || later.enrolments !== null || later.byPlatform !== undefined;
  const limits = saysLimits ? later : earlier;
  return {
    platforms: later.platforms.length > 0 ? later.platforms : earlier.platforms,
    versionMin: { ...earlier.versionMin, ...later.versionMin },
    versionMax: { ...earlier.versionMax, ...later.versionMax },
    editions: later.editions ?? earlier.editions,
    joinTypes: later.joinTypes ?? earlier.joinTypes,
    supervised: limits.supervised,
    enrolments: limits.enrolments,
    ...(limits.byPlatform === undefined ? {} : { byPlatform: limits.byPlatform }),
    successors: later.successors.length > 0 ? later.successors : earlier.successors,
  };
}
