import { CONFLICT_CLASSES, CONFLICT_SEVERITIES, type ConflictClass, type ConflictSeverity } from "../words/conflicts.ts";
import { ToneBadge } from "./state-badge.tsx";

/** How two policies get in each other's way. */
export function ConflictClassBadge({ of }: { of: ConflictClass }) {
  const { word, tone, meaning } = CONFLICT_CLASSES[of];
  return (
    <ToneBadge tone={tone} title={meaning}>
      {word}
    </ToneBadge>
  );
}

/** How much it matters. */
export function SeverityBadge({ of }: { of: ConflictSeverity }) {
  const { word, tone, meaning } = CONFLICT_SEVERITIES[of];
  return (
    <ToneBadge tone={tone} title={meaning}>
      {word} severity
    </ToneBadge>
  );
}
