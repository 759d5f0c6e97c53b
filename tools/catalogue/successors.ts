/**
 * Windows policies that a newer one has taken the place of, by `Area/Policy`. Facts of Microsoft's public reference of the Policy
 * provider (2025-06): the last version that reads the old one, and what is set instead.
 */
export const PREDECESSORS: ReadonlyMap<string, Readonly<{ versionMax: string; by: readonly string[] }>> = new Map([
  ["Update/DeferUpdatePeriod", { versionMax: "10.0.10586", by: ["Update/DeferQualityUpdatesPeriodInDays"] }],
  ["Update/DeferUpgradePeriod", { versionMax: "10.0.10586", by: ["Update/DeferFeatureUpdatesPeriodInDays"] }],
  ["Update/PauseDeferrals", { versionMax: "10.0.10586", by: ["Update/PauseQualityUpdates", "Update/PauseFeatureUpdates"] }],
  ["Update/RequireDeferUpgrade", { versionMax: "10.0.10586", by: ["Update/BranchReadinessLevel"] }],
]);
