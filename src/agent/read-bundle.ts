import type { KeyObject } from "node:crypto";
import { canonicalJson } from "../kit/canonical-json.ts";
import type { Instant } from "../kit/instant.ts";
import { err, ok, type Result } from "../kit/result.ts";
import type { BundleContent, BundleEnvelope } from "../policy/bundle/bundle.ts";
import { judgeEnvelope } from "../policy/bundle/judge-envelope.ts";
import type { AgentIdentity, BundleRecord, Refusal } from "./agent-state.ts";
import { verifyCompact } from "./compact-jws.ts";
import { parseCheckInResponse, parseEnvelope } from "./wire/protocol-shapes.ts";
import type { ShapeProblem } from "./wire/shape.ts";

export type VerifiedBundle = Readonly<{ envelope: BundleEnvelope; content: BundleContent }>;

/** `envelope` only where the server signed it and it is addressed to this device: then the report can speak of it. */
export type RefusedAnswer = Readonly<{ refusal: Refusal; envelope: BundleEnvelope | null }>;

/**
 * From an answer's text to a bundle that this device may take, or the named attack. Changes nothing.
 * Order: shape, signature, the envelope's own shape, then the rules of judgeEnvelope.
 */
export function readBundle(
  body: string,
  identity: AgentIdentity,
  memory: BundleRecord,
  serverKeys: ReadonlyMap<string, KeyObject>,
  now: Instant,
): Result<VerifiedBundle, RefusedAnswer> {
  const answer = parseCheckInResponse(body);
  if (!answer.ok) return refuse("malformed-answer", describe(answer.error));
  const payload = verifyCompact(answer.value.envelope, serverKeys);
  if (!payload.ok) return refuse(payload.error.code, payload.error.detail);
  const envelope = parseEnvelope(payload.value);
  if (!envelope.ok) return refuse("unknown-format", `envelope: ${describe(envelope.error)}`);
  if (canonicalJson(envelope.value) !== payload.value) {
    return refuse("unknown-format", "the signed text is not canonical JSON, so its hash would be ambiguous");
  }
  const { content } = answer.value;
  const judged = judgeEnvelope(envelope.value, content, { ...memory, ...identity }, now);
  if (judged.ok) return ok({ envelope: envelope.value, content });
  const isMine = envelope.value.tenant === identity.tenant && envelope.value.deviceId === identity.deviceId;
  return refuse(judged.error.code, judged.error.detail, isMine ? envelope.value : null);
}

function refuse(code: string, detail: string, envelope: BundleEnvelope | null = null): Result<never, RefusedAnswer> {
  return err({ refusal: { code, detail: detail.slice(0, 200) }, envelope });
}

function describe({ pointer, detail }: ShapeProblem): string {
  return `${pointer || "/"} ${detail}`;
}
