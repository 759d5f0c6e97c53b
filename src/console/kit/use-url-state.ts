import { useRouter, useRouterState } from "@tanstack/react-router";
import { useCallback } from "react";
import { readSearch, type Search, withSearch } from "../paths.ts";

type Change = (patch: Search, how?: { keepInHistory?: boolean }) => void;

/**
 * What the page keeps in its address, and how to change it: keys set to undefined or "" leave it. A change replaces the
 * entry in the history unless it should be one that Back returns to.
 */
export function useUrlState(): readonly [Readonly<Record<string, string>>, Change] {
  const router = useRouter();
  const searchText = useRouterState({ select: (state) => state.location.searchStr });
  const change = useCallback<Change>(
    (patch, how = {}) => {
      const { pathname, search } = router.history.location;
      const href = withSearch(pathname, { ...readSearch(search), ...patch });
      if (how.keepInHistory === true) router.history.push(href);
      else router.history.replace(href);
    },
    [router],
  );
  return [readSearch(searchText), change];
}
