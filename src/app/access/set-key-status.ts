import { err, ok, type Result } from "../../kit/result.ts";
import type { Instant } from "../../kit/instant.ts";
import { audit } from "../audit.ts";
import type { IdentityRow } from "../ports/device-store.ts";
import type { Store, Unit } from "../ports/store.ts";
import { problem, type Problem } from "../problems/problem.ts";

export type KeyStatusRequest = Readonly<{
  device: string;
  thumbprint: string;
  status: IdentityRow["status"];
  reason: string;
  by: string;
  now: Instant;
}>;

/**
 * A person lets a key in, locks it away or takes it back. It moves the world's fence: from the commit on no process answers
 * the key from an older snapshot for longer than its lease.
 */
export function setKeyStatus(store: Store, request: KeyStatusRequest): Promise<Result<IdentityRow, Problem>> {
  return store.write((unit) => setInUnit(unit, request));
}

async function setInUnit(
  unit: Unit,
  { device: text, thumbprint, status, reason, by, now }: KeyStatusRequest,
): Promise<Result<IdentityRow, Problem>> {
  await unit.world.bump({ estate: false });
  const device = await unit.estate.lookUpDevice(text);
  if (device === null) return err(problem("device-unknown", `there is no device \`${text}\``));
  const keys = await unit.devices.findIdentities({ deviceIds: [device.id] });
  const key = keys.find((row) => row.thumbprint === thumbprint);
  if (key === undefined) return err(problem("key-unknown", `\`${device.name}\` has no key \`${thumbprint}\``));
  const other = keys.find((row) => row.status === "active" && row.thumbprint !== thumbprint);
  if (status === "active" && other !== undefined)
    return err(problem("key-active-exists", `\`${device.name}\` has the active key \`${other.thumbprint}\``));
  await unit.devices.setIdentityStatus(thumbprint, status);
  await audit(unit, now, by, "device-key.status", `device:${device.id}`, { thumbprint, from: key.status, to: status, reason });
  return ok({ ...key, status });
}
