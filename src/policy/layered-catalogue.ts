import { compareText } from "../kit/ids.ts";
import type { SettingCatalogue } from "./catalogue.ts";
import { joinFacts } from "./join-facts.ts";

/**
 * One catalogue over another. Where both know a definition the upper one's facts win, and the lower one's fill what they leave
 * open: an export of Graph knows versions and options, and nothing of merging, of Apple's supervision or of Linux browsers, which
 * the shipped catalogue knows. What only the lower one has stays known: it is a node of a device, whoever offers it.
 */
export function layeredCatalogue(upper: SettingCatalogue, lower: SettingCatalogue): SettingCatalogue {
  // Joined only for who asks: most look single settings up.
  const joined: { ids: readonly string[] | null } = { ids: null };
  const ids = () => (joined.ids ??= [...new Set([...upper.ids(), ...lower.ids()])].sort(compareText));
  return {
    get size() {
      return ids().length;
    },
    complete: upper.complete,
    ids,
    find: (definitionId) => {
      const [above, below] = [upper.find(definitionId), lower.find(definitionId)];
      return above === undefined || below === undefined ? (above ?? below) : joinFacts(below, above);
    },
    acquaintance: (definitionId) => {
      if (upper.acquaintance(definitionId) === "known" || lower.acquaintance(definitionId) === "known") return "known";
      return upper.complete ? "unknown" : lower.acquaintance(definitionId);
    },
  };
}
