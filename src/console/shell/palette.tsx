import { useQuery } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { type KeyboardEvent, useDeferredValue, useId, useState } from "react";
import { devicesQuery } from "../api/devices.ts";
import { allRolloutsQuery } from "../api/all-rollouts.ts";
import { Modal } from "../kit/modal.tsx";
import { paths } from "../paths.ts";
import { ROLLOUT_STATES } from "../words/states.ts";
import { platformText } from "../words/platforms.ts";
import css from "./palette.module.css";

type Hit = Readonly<{ kind: string; label: string; note: string; href: string }>;

const PAGES: readonly Hit[] = [
  { kind: "Page", label: "Home", note: "what needs me now", href: paths.home() },
  { kind: "Page", label: "Rollouts", note: "by phase, or as a list", href: paths.rollouts() },
  { kind: "Page", label: "Policies", note: "what is in force, and its versions", href: paths.policies() },
  { kind: "Page", label: "Conflicts", note: "where policies fight, and ways out", href: paths.conflicts() },
  { kind: "Page", label: "Help requests", note: "who called, and why", href: paths.helpRequests() },
];
const HITS_MAX = 8;

/** One box for pages, rollouts and devices. */
export function Palette({ onClose }: { onClose: () => void }) {
  const router = useRouter();
  const id = useId();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const { hits, isLooking } = useHits(useDeferredValue(text.trim()));
  const go = (hit: Hit | undefined) => {
    if (hit === undefined) return;
    onClose();
    router.history.push(hit.href);
  };
  const onKey = (event: KeyboardEvent) => {
    const move = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (move !== 0) setAt((before) => Math.min(hits.length - 1, Math.max(0, before + move)));
    else if (event.key === "Enter") go(hits[at]);
    else return;
    event.preventDefault();
  };
  return (
    <Modal open onClose={onClose} title="Search and jump" wide hideTitle>
      <div className={css["palette"]}>
        <input
          className={css["box"]}
          type="search"
          role="combobox"
          aria-label="Search pages, rollouts and devices"
          aria-expanded={hits.length > 0}
          aria-controls={`${id}-hits`}
          aria-activedescendant={hits.length > 0 ? `${id}-${at}` : undefined}
          placeholder="A page, a rollout, a device"
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKey}
        />
        <ul id={`${id}-hits`} role="listbox" aria-label="Found" className={css["hits"]}>
          {hits.map((hit, index) => (
            <li key={hit.href} id={`${id}-${index}`} role="option" aria-selected={index === at} onClick={() => go(hit)}>
              <span className={css["kind"]}>{hit.kind}</span>
              <span className={css["label"]}>{hit.label}</span>
              <span className={css["note"]}>{hit.note}</span>
            </li>
          ))}
        </ul>
        <p className={css["foot"]} role="status">
          {hits.length === 0 ? (isLooking ? "Looking ..." : "Nothing has this in its name.") : "Arrow keys choose, Enter opens"}
        </p>
      </div>
    </Modal>
  );
}

function useHits(text: string): { hits: readonly Hit[]; isLooking: boolean } {
  const lower = text.toLowerCase();
  const rollouts = useQuery(allRolloutsQuery());
  const devices = useQuery({ ...devicesQuery({ search: text, limit: HITS_MAX }), enabled: text.length >= 2 });
  const has = (label: string) => label.toLowerCase().includes(lower);
  const ofRollouts = (rollouts.data?.items ?? [])
    .filter(({ name }) => has(name))
    .slice(0, HITS_MAX)
    .map(({ id, name, status }) => ({
      kind: "Rollout",
      label: name,
      note: ROLLOUT_STATES[status].word,
      href: paths.rollout(id),
    }));
  // Until the answer to these letters is there, what the letters before them found may not fit any more: Enter must not open it.
  const fitting = (devices.data?.items ?? []).filter(({ name, serialNumber, id }) => [name, serialNumber, id].some(has));
  const ofDevices = (text.length >= 2 ? fitting : []).map((device) => ({
    kind: "Device",
    label: device.name,
    note: `${platformText(device.platform)}, ${device.serialNumber}`,
    href: paths.device(device.id),
  }));
  return { hits: [...PAGES.filter(({ label }) => has(label)), ...ofRollouts, ...ofDevices], isLooking: devices.isFetching };
}
