import { err, ok, type Result } from "../../kit/result.ts";
import type { BundleContent, BundleEnvelope } from "../../policy/bundle/bundle.ts";
import type { CheckInResponse, EnrolResponse } from "../../policy/bundle/protocol.ts";
import { thumbprintOf } from "../device-key.ts";
import { anyJson, count, listOf, literal, nullable, parseJson, record, text, type Shape, type ShapeProblem } from "./shape.ts";

/** What the server may say, in the words of policy/bundle/protocol.ts. */

export type JwsHeader = Readonly<{ alg: "EdDSA"; kid: string; typ?: string }>;

const ID_LENGTH_MAX = 200;
const NODE_LENGTH_MAX = 1_024;
const LIST_LENGTH_MAX = 100_000;
const HASH = /^[0-9a-f]{64}$/;
const BASE64URL_32_BYTES = /^[A-Za-z0-9_-]{43}$/;

const id = text(ID_LENGTH_MAX, /./);
const node = text(NODE_LENGTH_MAX, /./);
const hash = text(64, HASH);
const publicKey = record({ kty: literal("OKP"), crv: literal("Ed25519"), x: text(43, BASE64URL_32_BYTES) });

export const jwsHeaderShape: Shape = record({ alg: literal("EdDSA"), kid: text(ID_LENGTH_MAX), typ: text(100) }, ["typ"]);

const envelopeShape: Shape = record({
  type: literal("tidegate-bundle"),
  specVersion: literal(1),
  tenant: id,
  deviceId: id,
  seq: count(),
  epoch: count(),
  issuedAt: count(),
  notAfter: count(),
  contentHash: hash,
  previousHash: nullable(hash),
  reportNonce: id,
});

const contentShape: Shape = record({
  policies: listOf(
    record({
      policyId: id,
      versionHash: id,
      name: text(LIST_LENGTH_MAX),
      settings: listOf(record({ node, value: anyJson() }), LIST_LENGTH_MAX),
    }),
    LIST_LENGTH_MAX,
  ),
  conflicts: listOf(record({ node, policyIds: listOf(id, LIST_LENGTH_MAX) }), LIST_LENGTH_MAX),
});

const checkInShape: Shape = record({ envelope: text(64 * 1_024), content: contentShape });

const enrolShape: Shape = record({
  deviceId: id,
  tenant: id,
  serverKeys: listOf(record({ kid: id, publicKey }), 100),
  nextCheckInAt: count(),
});

export function parseEnvelope(payload: string): Result<BundleEnvelope, ShapeProblem> {
  return parseAs<BundleEnvelope>(payload, envelopeShape);
}

export function parseCheckInResponse(body: string): Result<CheckInResponse, ShapeProblem> {
  const parsed = parseAs<CheckInResponse>(body, checkInShape);
  if (!parsed.ok) return parsed;
  return hasPolicyTwice(parsed.value.content) ? err({ pointer: "/content/policies", detail: "names a policy twice" }) : parsed;
}

export function parseEnrolResponse(body: string): Result<EnrolResponse, ShapeProblem> {
  const parsed = parseAs<EnrolResponse>(body, enrolShape);
  if (!parsed.ok) return parsed;
  const { serverKeys } = parsed.value;
  if (serverKeys.length === 0) return err({ pointer: "/serverKeys", detail: "is empty: no bundle could be trusted" });
  const foreign = serverKeys.findIndex((key) => key.kid !== thumbprintOf(key.publicKey));
  return foreign === -1 ? parsed : err({ pointer: `/serverKeys/${foreign}/kid`, detail: "is not the key's thumbprint" });
}

function parseAs<T>(body: string, shape: Shape): Result<T, ShapeProblem> {
  const json = parseJson(body);
  if (!json.ok) return json;
  const problem = shape(json.value);
  return problem === null ? ok(json.value as T) : err(problem);
}

function hasPolicyTwice({ policies }: BundleContent): boolean {
  return new Set(policies.map((policy) => policy.policyId)).size !== policies.length;
}
