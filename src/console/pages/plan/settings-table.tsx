import type { RolloutPlanBody } from "../../../http/contract/plans.ts";
import { CopyButton } from "../../kit/copy-button.tsx";
import { changeColumns } from "../../kit/change-columns.tsx";
import { DataTable } from "../../kit/data-table.tsx";
import { ChoiceFilter, FilterBar, SearchFilter } from "../../kit/filter-bar.tsx";
import { Section } from "../../kit/layout.tsx";
import { useSettingNames } from "../../kit/setting-names.tsx";
import { EmptyState } from "../../kit/standing.tsx";
import { useUrlState } from "../../kit/use-url-state.ts";
import { CHANGE_KINDS, matchingSettings, settingsAsText, settingsToShow, settingTally } from "./plan-words.ts";

/** Fewer than this fit on a screen; no filter is needed. */
const FILTER_FROM = 12;

/** Each setting before and after; any number of them. */
export function SettingsTable({ plan }: { plan: RolloutPlanBody }) {
  const [search] = useUrlState();
  const all = settingsToShow(plan);
  const names = useSettingNames();
  const shown = matchingSettings(all, search["setting"] ?? "", search["kind"] ?? "", names);
  const { settings } = plan.policyPlan;
  return (
    <Section
      title={`Settings: ${settingTally(settings)}`}
      aside={all.length === 0 ? null : <CopyButton quiet label="Copy as text" textOf={() => settingsAsText(settings)} />}
    >
      {all.length < FILTER_FROM ? null : (
        <FilterBar label="Filter the settings" keys={["setting", "kind"]}>
          <SearchFilter name="setting" label="Part of a setting's name" />
          <ChoiceFilter
            name="kind"
            label="Kind of change"
            all="All changes"
            choices={Object.entries(CHANGE_KINDS).map(([value, { word }]) => ({ value, label: word }))}
          />
        </FilterBar>
      )}
      <DataTable
        label="Settings that change"
        columns={COLUMNS}
        total={shown.length}
        rowAt={(index) => shown[index]}
        keyOf={({ node, kind }) => `${kind} ${node}`}
        empty={<NoSettings isFiltered={all.length > 0} hasDeletions={plan.policyPlan.deletions.length > 0} />}
      />
    </Section>
  );
}

const COLUMNS = changeColumns(CHANGE_KINDS, () => (
  <span>left to other policies, which ask for it on every device concerned</span>
));

function NoSettings({ isFiltered, hasDeletions }: { isFiltered: boolean; hasDeletions: boolean }) {
  if (isFiltered)
    return <EmptyState title="No setting fits the filters" why="The plan has settings; these filters leave none." />;
  return (
    <EmptyState
      title="No setting gets another value"
      why={
        hasDeletions
          ? "Everything that changes is taken away; see the deletions at the end."
          : "Only who gets the policy changes."
      }
    />
  );
}
