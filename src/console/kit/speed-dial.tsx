import type { DemoAnswer } from "../../http/contract/live.ts";
import { ChoiceRow } from "./fields.tsx";

export type Speed = DemoAnswer["speed"];
const SPEEDS: readonly Readonly<{ value: Speed; label: string }>[] = [
  { value: "paused", label: "Paused" },
  { value: "slow", label: "Slow" },
  { value: "normal", label: "Normal" },
  { value: "fast", label: "Fast" },
];

/** How fast the demo's time passes. */
export function SpeedDial({ speed, onChange }: { speed: Speed; onChange: (speed: Speed) => void }) {
  const choose = (value: string) => {
    const chosen = SPEEDS.find((known) => known.value === value);
    if (chosen !== undefined) onChange(chosen.value);
  };
  return <ChoiceRow label="Speed of time" hideLabel choices={SPEEDS} value={speed} onChange={choose} />;
}
