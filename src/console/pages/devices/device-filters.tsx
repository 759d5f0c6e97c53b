import type { DeviceGroupsAnswer } from "../../../http/contract/live.ts";
import type { RolloutDetail } from "../../../http/contract/rollouts.ts";
import { ChoiceFilter, FilterBar, SearchFilter } from "../../kit/filter-bar.tsx";
import { formatCount } from "../../words/numbers.ts";
import { DEVICE_STATE_ORDER, DEVICE_STATES } from "../../words/states.ts";
import { FILTER_KEYS } from "./device-filter.ts";

/** Each choice says how many devices it has. */
export function DeviceFilters({ rollout, groups }: { rollout: RolloutDetail; groups: DeviceGroupsAnswer }) {
  const devicesIn = new Map(groups.states.map(({ state, devices }) => [state, devices]));
  const states = DEVICE_STATE_ORDER.filter((state) => (devicesIn.get(state) ?? 0) > 0);
  return (
    <FilterBar label="Filter devices" keys={FILTER_KEYS}>
      <SearchFilter name="search" label="Name, serial number or id" />
      <ChoiceFilter
        name="state"
        label="State"
        all={`All states (${formatCount(groups.total)})`}
        choices={states.map((state) => ({
          value: state,
          label: `${DEVICE_STATES[state].word} (${formatCount(devicesIn.get(state) ?? 0)})`,
        }))}
      />
      <ChoiceFilter
        name="phase"
        label="Phase"
        all="All phases"
        choices={groups.phases.map(({ index, name, devices }) => ({
          value: String(index),
          label: `${name} (${formatCount(devices)})`,
        }))}
      />
      <ChoiceFilter
        name="everFailed"
        label="Harm"
        all="Failed or not"
        choices={[
          { value: "yes", label: `Ever failed (${formatCount(rollout.totals.everFailed)})` },
          { value: "no", label: "Never failed" },
        ]}
      />
      {groups.reasons.length === 0 ? null : (
        <ChoiceFilter
          name="reason"
          label="Reason"
          all="Any reason"
          choices={groups.reasons.map(({ key, text, devices }) => ({ value: key, label: `${text} (${formatCount(devices)})` }))}
        />
      )}
    </FilterBar>
  );
}
