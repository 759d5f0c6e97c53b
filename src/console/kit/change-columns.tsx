import type { ReactNode } from "react";
import type { PolicyPlanBody } from "../../http/contract/plans.ts";
import type { Column } from "./data-table.tsx";
import { SettingName, SettingValue } from "./setting-value.tsx";
import type { Tone } from "../words/states.ts";
import { ToneBadge } from "./state-badge.tsx";

type Change = PolicyPlanBody["settings"][number];
type Kinds = Readonly<Record<Change["kind"], Readonly<{ word: string; tone: Tone }>>>;

/** Columns of a setting before and after. `afterRemoved`: what is said where a removed one's new value would stand. */
export function changeColumns(kinds: Kinds, afterRemoved: (node: Change["node"]) => ReactNode): readonly Column<Change>[] {
  return [
    { key: "setting", header: "Setting", width: "minmax(16rem, 3fr)", cell: ({ node }) => <SettingName node={node} /> },
    {
      key: "kind",
      header: "Change",
      width: "9rem",
      cell: ({ kind }) => <ToneBadge tone={kinds[kind].tone}>{kinds[kind].word}</ToneBadge>,
    },
    {
      key: "before",
      header: "Before",
      width: "minmax(8rem, 2fr)",
      cell: (one) => <SettingValue node={one.node} value={one.kind === "added" ? null : one.before} tone="before" />,
    },
    {
      key: "after",
      header: "After",
      width: "minmax(8rem, 2fr)",
      cell: (one) =>
        one.kind === "removed" ? afterRemoved(one.node) : <SettingValue node={one.node} value={one.after} tone="after" />,
    },
  ];
}
