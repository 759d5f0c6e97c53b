import type { RegisteredRequirement } from "../../src/policy/requirement/requirement.ts";

export const makeRequirement = (overrides: Partial<RegisteredRequirement> = {}): RegisteredRequirement => ({
  id: "camera-off",
  kind: "behaviour",
  title: "The camera is off",
  reason: "nothing may be photographed in the laboratory",
  source: null,
  area: "camera",
  platforms: ["windows"],
  priority: "must",
  expected: [],
  acceptedGap: null,
  revision: 1,
  retired: false,
  ...overrides,
});
