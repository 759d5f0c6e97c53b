import { PLATFORMS, type Platform } from "../../estate/platform.ts";
import type { RequirementTemplate } from "../../policy/greenfield/requirement-template.ts";
import { REQUIREMENT_TEMPLATES } from "../../policy/greenfield/requirement-templates.ts";

export type TemplateReading = Omit<RequirementTemplate, "limits" | "realisedBy"> & Readonly<{ platforms: readonly Platform[] }>;

export function listTemplates(): readonly TemplateReading[] {
  return REQUIREMENT_TEMPLATES.map(({ limits: _, realisedBy, ...template }) => ({
    ...template,
    platforms: PLATFORMS.filter((platform) => realisedBy.some((one) => one.platforms.includes(platform))),
  }));
}
