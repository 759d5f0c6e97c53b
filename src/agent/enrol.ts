import { SECOND_MS } from "../kit/instant.ts";
import { err, ok, type Result } from "../kit/result.ts";
import { hashOf } from "../kit/sha256.ts";
import {
  DEVICE_PATHS,
  PROOF_SKEW_MS_MAX,
  type DeviceFacts,
  type EnrolProof,
  type EnrolRequest,
} from "../policy/bundle/protocol.ts";
import type { AgentAnswer } from "./agent-ports.ts";
import { newAgentState } from "./agent-state.ts";
import type { AgentParts } from "./check-in.ts";
import { signCompact } from "./compact-jws.ts";
import type { DeviceKey } from "./device-key.ts";
import type { Wait } from "./server-link.ts";
import { parseEnrolResponse } from "./wire/protocol-shapes.ts";

export type EnrolledDevice = Readonly<Wait & { deviceId: string }>;

/** `wait` says when to try again with the same key; a refused token or device is for a person. */
export type EnrolFailure = Readonly<{
  code: "already-enrolled" | "refused" | "held-off" | "unreachable" | "malformed-answer";
  detail: string;
  wait: Wait;
}>;

/**
 * Makes the device's key, keeps it, and has the server pin it. Safe to repeat after a lost answer: the key is the same,
 * so the server recognises the device. A clock that is too wrong for the proof is corrected once.
 */
export async function enrol(
  { ports, link, holder }: AgentParts,
  enrolmentToken: string,
  facts: DeviceFacts,
): Promise<Result<EnrolledDevice, EnrolFailure>> {
  const fail = (code: EnrolFailure["code"], detail: string, answer: AgentAnswer | null) =>
    err({ code, detail, wait: link.backOff(answer) });
  const { state, key } =
    (await holder.load()) ?? (await holder.save(newAgentState(Buffer.from(ports.random.bytes(32)).toString("base64url"))));
  if (state.identity !== null) return fail("already-enrolled", `as device ${state.identity.deviceId}`, null);

  const attempt = () => {
    const iatMs = link.now();
    const jti = Buffer.from(ports.random.bytes(16)).toString("hex");
    const body = JSON.stringify(requestOf(enrolmentToken, facts, key, { iat: Math.floor(iatMs / SECOND_MS), jti }));
    const request = { method: "POST", path: DEVICE_PATHS.enrol, headers: { "content-type": "application/json" }, body } as const;
    return { iatMs, answered: link.send(request) };
  };
  const first = attempt();
  let answer = await first.answered;
  // Only a clock that was really wrong is worth a second try: a bad token stays bad.
  if (answer.ok && answer.value.status === 401 && Math.abs(link.now() - first.iatMs) > PROOF_SKEW_MS_MAX / 2) {
    answer = await attempt().answered;
  }
  if (!answer.ok)
    return fail(answer.error.code === "unreachable" ? "unreachable" : "malformed-answer", answer.error.detail, null);
  const { status, body } = answer.value;
  if (status === 429 || status === 503) return fail("held-off", `status ${status}`, answer.value);
  if (status !== 201 && status !== 200) return fail("refused", `status ${status}`, answer.value);
  const response = parseEnrolResponse(body);
  if (!response.ok) return fail("malformed-answer", `${response.error.pointer || "/"} ${response.error.detail}`, null);
  const { deviceId, tenant, serverKeys, nextCheckInAt } = response.value;
  await holder.save({ ...state, identity: { deviceId, tenant, serverKeys } });
  link.succeeded();
  return ok({ deviceId, ...link.waitUntil(nextCheckInAt) });
}

function requestOf(
  enrolmentToken: string,
  facts: DeviceFacts,
  key: DeviceKey,
  { iat, jti }: Pick<EnrolProof, "iat" | "jti">,
): EnrolRequest {
  const { publicKey } = key;
  const proof: EnrolProof = { aud: "tidegate-enrol", iat, jti, bodyHash: hashOf({ enrolmentToken, publicKey, facts }) };
  return { enrolmentToken, publicKey, facts, proof: signCompact(JSON.stringify(proof), key) };
}
