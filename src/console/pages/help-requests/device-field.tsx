import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { DeviceSummary } from "../../../http/contract/devices.ts";
import { devicesQuery } from "../../api/devices.ts";
import { SuggestField } from "../../kit/suggest-field.tsx";
import { formatCount } from "../../words/numbers.ts";

const TYPING_MS = 250;
const SHOWN_MAX = 8;
type Props = Readonly<{ value: string; onChange: (value: string) => void; error: string | null }>;

/** A device by name, serial number or id, with suggestions while one types. */
export function DeviceField({ value, onChange, error }: Props) {
  const search = useLater(value.trim());
  const { data } = useQuery({ ...devicesQuery({ search, limit: SHOWN_MAX }), enabled: search.length >= 2 });
  const found = search.length < 2 ? [] : (data?.items ?? []);
  return (
    <SuggestField
      label="Device"
      value={value}
      onChange={onChange}
      error={error}
      hint={hintOf(value.trim(), search, found, data?.total)}
      suggestions={found.map((device) => ({ value: valueOf(device, found), label: factsOf(device) }))}
    />
  );
}

/** The name, where no other suggestion has the same. */
function valueOf(device: DeviceSummary, among: readonly DeviceSummary[]): string {
  return among.filter(({ name }) => name === device.name).length === 1 ? device.name : device.serialNumber;
}

function factsOf({ name, serialNumber, platform, osVersion }: DeviceSummary): string {
  return `${name}, ${serialNumber}, ${[platform, osVersion].filter((fact) => fact !== null).join(" ")}`;
}

function hintOf(typed: string, search: string, found: readonly DeviceSummary[], total: number | undefined): string {
  if (typed === "") return "Name, serial number or id; left empty: not known";
  if (typed !== search || typed.length < 2 || total === undefined) return "Looking as you type";
  const exact = found.find(({ id, name, serialNumber }) => [id, name, serialNumber].includes(typed));
  if (exact !== undefined) return factsOf(exact);
  return found.length === 0 ? "No device has this in its name, serial number or id" : `${formatCount(total)} devices fit so far`;
}

function useLater(value: string): string {
  const [later, setLater] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setLater(value), TYPING_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return later;
}
