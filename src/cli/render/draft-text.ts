import type { DraftAnswer, DraftsAnswer, DraftSummary } from "../../http/contract/drafts.ts";
import type { Palette } from "./palette.ts";
import { assignmentWords } from "./policy-text.ts";
import { settingText } from "./plan-text.ts";
import { tableText } from "./table.ts";
import { moment, shortHash } from "./words.ts";

export function draftsTable({ items }: DraftsAnswer): string {
  return tableText(items, [
    { head: "TITLE", cell: (row) => row.title },
    { head: "POLICY", cell: (row) => row.name },
    { head: "CHANGE", cell: (row) => row.kind },
    { head: "STANDING", cell: (row) => row.standing },
    { head: "REVISION", cell: (row) => String(row.revision), right: true },
    { head: "BY", cell: (row) => row.updatedBy },
    { head: "ID", cell: (row) => row.id },
  ]);
}

const WOULD = { add: "adds", change: "changes", retire: "retires" } as const;

export function draftText(draft: DraftAnswer, palette: Palette): string {
  const { settings, assignments } = draft;
  const lines = [
    `${palette.bold(draft.title)}   ${palette.faint(`${draft.id} revision ${draft.revision}`)}`,
    `  ${WOULD[draft.kind]} policy "${draft.name}"   ${palette.faint(draft.policyId)}`,
    `  because: ${draft.reason}`,
    `  ${standingWords(draft)}`,
    ...(draft.madeFrom === null ? [] : [`  made from ${draft.madeFrom}`]),
    settings.length === 0 ? "No setting would change" : "Settings, against what is live",
    ...settings.flatMap((one) => settingText(one, palette)),
    ...(assignments === null
      ? []
      : [
          assignments.length === 0 ? "Assigned to nobody" : "Assigned",
          ...assignments.map((line) => `  ${assignmentWords(line)}`),
        ]),
    palette.faint(`Saved by ${draft.updatedBy} at ${moment(draft.updatedAt)}`),
    `Next: tidegate draft plan ${draft.id}`,
  ];
  return `${lines.join("\n")}\n`;
}

function standingWords({ standing, liveVersion, baseHash, liveHash }: DraftSummary): string {
  switch (standing) {
    case "current":
      return liveVersion === null ? "no such policy is live yet" : `written against version ${liveVersion}, which is live`;
    case "moved":
      return `written against ${shortHash(baseHash)}, but version ${liveVersion ?? 0} (${shortHash(liveHash)}) went live meanwhile`;
    case "policy-gone":
      return "the policy was retired meanwhile";
    case "policy-exists":
      return "the policy was added by somebody else meanwhile";
    case "done":
      return "what it asks for is live";
  }
}
