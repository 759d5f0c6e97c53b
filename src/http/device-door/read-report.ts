import type { DeviceDoor } from "../../app/device-door/device-door.ts";
import type { ReportItem } from "../../app/device-door/record-report.ts";
import { problem, type Problem } from "../../app/problems/problem.ts";
import type { Instant } from "../../kit/instant.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import type { DeviceReport } from "../../policy/bundle/protocol.ts";
import { deviceReport } from "../contract/device-door.ts";

/**
 * A report needs neither session nor proof: its own signature says who speaks, however late it comes. First the key and the
 * signature, then the shape, word for word.
 */
export async function readReport(door: DeviceDoor, jws: string, now: Instant): Promise<Result<ReportItem, Problem>> {
  const thumbprint = door.crypto.keyIdOf(jws);
  const identity = thumbprint === null ? null : await door.identities.find(thumbprint);
  const payload = identity === null ? null : door.crypto.verify(jws, identity.publicKey);
  // One answer for an unknown key and for a wrong signature: nobody learns which keys exist.
  if (identity === null || payload === null)
    return err(problem("device-proof-invalid", "the report is signed by no key that is known here"));
  const snapshot = await door.view.current();
  if (snapshot.inactiveThumbprints.has(identity.thumbprint))
    return err(problem("device-key-stale", "this key is quarantined or revoked"));
  const parsed = deviceReport.safeParse(payload);
  if (!parsed.success) return err(unreadable(parsed.error.issues));
  door.seen.note(identity.deviceId, now);
  return ok({ deviceId: identity.deviceId, report: parsed.data as unknown as DeviceReport, now });
}

const ISSUES_MAX = 50;

function unreadable(faults: readonly Readonly<{ path: readonly PropertyKey[]; message: string }>[]): Problem {
  const issues = faults
    .slice(0, ISSUES_MAX)
    .map(({ path, message }) => ({ code: "body-invalid", at: `report/${path.map(String).join("/")}`, message, help: "" }));
  return problem("body-invalid", `the report has ${faults.length} faults`, { issues });
}
