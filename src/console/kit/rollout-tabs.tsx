import { useRouterState } from "@tanstack/react-router";
import { paths } from "../paths.ts";
import { AppLink } from "./app-link.tsx";
import css from "./rollout-tabs.module.css";

const TABS = [
  { label: "Overview", hrefOf: (id: string) => paths.rollout(id) },
  { label: "Plan", hrefOf: (id: string) => paths.plan(id) },
  { label: "Devices", hrefOf: (id: string) => paths.rolloutDevices(id) },
  { label: "People", hrefOf: (id: string) => paths.people(id) },
  { label: "Timeline", hrefOf: (id: string) => paths.timeline(id) },
  { label: "Decision", hrefOf: (id: string) => paths.decision(id) },
] as const;

/** The pages of one rollout, side by side; below the page's header. */
export function RolloutTabs({ id }: { id: string }) {
  const pathname = useRouterState({ select: (state) => state.location.pathname });
  return (
    <nav className={css["tabs"]} aria-label="Pages of this rollout">
      <ul>
        {TABS.map(({ label, hrefOf }) => (
          <li key={label}>
            <AppLink href={hrefOf(id)} aria-current={pathname === hrefOf(id) ? "page" : undefined}>
              {label}
            </AppLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
