import { useQuery } from "@tanstack/react-query";
import { allPoliciesQuery } from "../../api/policies.ts";
import type { Choice } from "../../kit/fields.tsx";
import { ChoiceFilter, FilterBar } from "../../kit/filter-bar.tsx";
import { ErrorState } from "../../kit/standing.tsx";
import { useUrlState } from "../../kit/use-url-state.ts";
import { CONFLICT_CLASSES, CONFLICT_SEVERITIES } from "../../words/conflicts.ts";
import type { StateWords } from "../../words/states.ts";

export const FILTERS = ["class", "severity", "policy"] as const;

/** They live in the address. */
export function ConflictFilters() {
  const [{ policy: chosen }] = useUrlState();
  const { data = [], error, refetch } = useQuery(allPoliciesQuery());
  const known = data.map(({ id, name }) => ({ value: id, label: name })).sort((a, b) => a.label.localeCompare(b.label, "en"));
  const isKnown = chosen === undefined || known.some(({ value }) => value === chosen);
  return (
    <>
      <FilterBar label="Filter the conflicts" keys={FILTERS}>
        <ChoiceFilter name="class" label="Class" all="All classes" choices={choicesOf(CONFLICT_CLASSES)} />
        <ChoiceFilter name="severity" label="Severity" all="Every severity" choices={choicesOf(CONFLICT_SEVERITIES)} />
        <ChoiceFilter
          name="policy"
          label="Policy"
          all="All policies"
          choices={isKnown ? known : [{ value: chosen, label: chosen }, ...known]}
        />
      </FilterBar>
      {error === null ? null : (
        <ErrorState error={error} what="The policies to choose from could not be read" onRetry={() => void refetch()} />
      )}
    </>
  );
}

function choicesOf(words: Readonly<Record<string, StateWords>>): readonly Choice[] {
  return Object.entries(words).map(([value, { word }]) => ({ value, label: word }));
}
