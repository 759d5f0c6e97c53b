import type { IncomingMessage } from "node:http";
import {
  CompactSign,
  calculateJwkThumbprint,
  compactVerify,
  decodeProtectedHeader,
  exportJWK,
  generateKeyPair,
  importJWK,
  type CryptoKey,
} from "jose";
import { canonicalJson } from "../../kit/canonical-json.ts";
import { DAY_MS, HOUR_MS, instant, plusMs, SECOND_MS, type Instant } from "../../kit/instant.ts";
import { hashOf } from "../../kit/sha256.ts";
import { contentHashOf, envelopeHashOf, type BundleContent, type BundleEnvelope } from "../../policy/bundle/bundle.ts";
import {
  DEVICE_HEADERS,
  DEVICE_PATHS,
  PROOF_SKEW_MS_MAX,
  SESSION_MS,
  type DeviceFacts,
  type DevicePublicKey,
  type DeviceReport,
  type EnrolRequest,
} from "../../policy/bundle/protocol.ts";

/** What the test server knows and decides, without the HTTP around it. Signatures are made and checked by jose. */
export type TestDoor = Readonly<{
  options: TestServerOptions;
  signer: TestSigner;
  devices: Map<string, TestDevice>;
  devicesByKid: Map<string, TestDevice>;
  sessions: Map<string, Readonly<{ device: TestDevice; expiresAt: Instant }>>;
  usedJtis: Set<string>;
  reports: DeviceReport[];
}>;

export type TestSigner = Readonly<{
  kid: string;
  publicKey: DevicePublicKey;
  sign: (envelope: BundleEnvelope) => Promise<string>;
}>;

export type TestDevice = {
  readonly deviceId: string;
  readonly facts: DeviceFacts;
  readonly key: Awaited<ReturnType<typeof importJWK>>;
  seq: number;
  lastHash: string | null;
  offered: Readonly<{ envelope: string; content: BundleContent; etag: string }> | null;
  lastReportNumber: number;
  lastReport: string | null;
};

export type TestAnswer = Readonly<{ status: number; headers: Readonly<Record<string, string>>; body: string }>;
export type TestRequest = Readonly<{ method: string; path: string; headers: IncomingMessage["headers"]; body: string }>;

export type TestServerOptions = Readonly<{
  now: () => Instant;
  enrolmentToken: string;
  /** What a device holds from its first check-in on; null for nothing. */
  firstContent: (facts: DeviceFacts) => BundleContent | null;
  nextCheckInMs?: number;
}>;

const TENANT = "tenant-1";
const EPOCH = 1;

export async function newTestDoor(options: TestServerOptions): Promise<TestDoor> {
  const signer = await newSigner();
  return { options, signer, devices: new Map(), devicesByKid: new Map(), sessions: new Map(), usedJtis: new Set(), reports: [] };
}

export async function answerAtDoor(door: TestDoor, seen: TestRequest): Promise<TestAnswer> {
  const handlers = {
    [DEVICE_PATHS.enrol]: enrolDevice,
    [DEVICE_PATHS.checkIn]: answerCheckIn,
    [DEVICE_PATHS.report]: takeReport,
  };
  const handler = (handlers as Readonly<Record<string, typeof enrolDevice>>)[seen.path];
  const answer = handler === undefined ? empty(404) : await handler(door, seen);
  return { ...answer, headers: { [DEVICE_HEADERS.serverTime]: String(door.options.now()), ...answer.headers } };
}

/** An honest envelope for the device's next bundle, with changes for a dishonest one. */
export function testEnvelope(
  { options }: TestDoor,
  device: TestDevice,
  content: BundleContent,
  changes: Partial<BundleEnvelope> = {},
): BundleEnvelope {
  return {
    type: "tidegate-bundle",
    specVersion: 1,
    tenant: TENANT,
    deviceId: device.deviceId,
    seq: device.seq + 1,
    epoch: EPOCH,
    issuedAt: options.now(),
    notAfter: plusMs(options.now(), 7 * DAY_MS),
    contentHash: contentHashOf(content),
    previousHash: device.lastHash,
    reportNonce: `nonce-${device.deviceId}-${device.seq + 1}`,
    ...changes,
  };
}

export async function offerTo(
  door: TestDoor,
  device: TestDevice,
  content: BundleContent,
  changes?: Partial<BundleEnvelope>,
): Promise<void> {
  const envelope = testEnvelope(door, device, content, changes);
  device.seq += 1;
  device.lastHash = envelopeHashOf(envelope);
  device.offered = { envelope: await door.signer.sign(envelope), content, etag: `"${EPOCH}-${device.seq}"` };
}

async function enrolDevice(door: TestDoor, { body }: TestRequest): Promise<TestAnswer> {
  const { options, signer } = door;
  const { enrolmentToken, publicKey, facts, proof } = JSON.parse(body) as EnrolRequest;
  const key = await importJWK({ ...publicKey }, "EdDSA");
  const claims = await readSigned<{ aud: string; iat: number; bodyHash: string }>(proof, key);
  const isProven = claims?.aud === "tidegate-enrol" && claims.bodyHash === hashOf({ enrolmentToken, publicKey, facts });
  if (!isProven || isSkewed(claims.iat, options.now()) || enrolmentToken !== options.enrolmentToken) return empty(401);
  const kid = await calculateJwkThumbprint({ ...publicKey });
  const deviceId = `device-${facts.serialNumber}`;
  if (!door.devicesByKid.has(kid)) {
    const device: TestDevice = {
      deviceId,
      facts,
      key,
      seq: 0,
      lastHash: null,
      offered: null,
      lastReportNumber: 0,
      lastReport: null,
    };
    door.devices.set(deviceId, device);
    door.devicesByKid.set(kid, device);
    const content = options.firstContent(facts);
    if (content !== null) await offerTo(door, device, content);
  }
  const serverKeys = [{ kid: signer.kid, publicKey: signer.publicKey }];
  return json(201, { deviceId, tenant: TENANT, serverKeys, nextCheckInAt: plusMs(options.now(), HOUR_MS) });
}

async function answerCheckIn(door: TestDoor, seen: TestRequest): Promise<TestAnswer> {
  const now = door.options.now();
  const device = await speakerOf(door, seen);
  if (device === null) return empty(401);
  const headers: Record<string, string> = {
    [DEVICE_HEADERS.nextCheckInAt]: String(plusMs(now, door.options.nextCheckInMs ?? HOUR_MS)),
  };
  if (seen.headers.authorization?.startsWith("Proof") === true) {
    const token = `session-${door.sessions.size + 1}`;
    const expiresAt = plusMs(now, SESSION_MS);
    door.sessions.set(token, { device, expiresAt });
    headers[DEVICE_HEADERS.session] = token;
    headers[DEVICE_HEADERS.sessionExpiresAt] = String(expiresAt);
  }
  const { offered } = device;
  if (offered === null || seen.headers["if-none-match"] === offered.etag) return { status: 304, headers, body: "" };
  const answer = json(200, { envelope: offered.envelope, content: offered.content });
  return { ...answer, headers: { ...answer.headers, ...headers, etag: offered.etag } };
}

async function takeReport(door: TestDoor, { body }: TestRequest): Promise<TestAnswer> {
  const { report: token } = JSON.parse(body) as { report: string };
  const device = door.devicesByKid.get(kidOf(token));
  const report = device === undefined ? null : await readSigned<DeviceReport>(token, device.key);
  if (device === undefined || report === null || report.deviceId !== device.deviceId) return empty(401);
  if (token === device.lastReport) return empty(202);
  if (report.reportNumber <= device.lastReportNumber)
    return { ...empty(409), headers: { "content-type": "application/problem+json" } };
  device.lastReportNumber = report.reportNumber;
  device.lastReport = token;
  door.reports.push(report);
  return empty(202);
}

async function speakerOf(door: TestDoor, { headers, method, path }: TestRequest): Promise<TestDevice | null> {
  const now = door.options.now();
  const [scheme, credential = ""] = (headers.authorization ?? "").split(" ");
  if (scheme === "Bearer") {
    const session = door.sessions.get(credential);
    return session !== undefined && session.expiresAt > now ? session.device : null;
  }
  const device = door.devicesByKid.get(kidOf(credential));
  if (scheme !== "Proof" || device === undefined) return null;
  const claims = await readSigned<{ aud: string; htm: string; htu: string; iat: number; jti: string }>(credential, device.key);
  if (claims === null || claims.aud !== "tidegate-device" || claims.htm !== method || claims.htu !== path) return null;
  if (isSkewed(claims.iat, now) || door.usedJtis.has(claims.jti)) return null;
  door.usedJtis.add(claims.jti);
  return device;
}

async function newSigner(): Promise<TestSigner> {
  const { publicKey, privateKey } = await generateKeyPair("EdDSA", { crv: "Ed25519", extractable: true });
  const jwk: DevicePublicKey = { kty: "OKP", crv: "Ed25519", x: String((await exportJWK(publicKey)).x) };
  const kid = await calculateJwkThumbprint({ ...jwk });
  return { kid, publicKey: jwk, sign: (envelope: BundleEnvelope) => signWith(privateKey, kid, envelope) };
}

export function signWith(privateKey: CryptoKey, kid: string, envelope: BundleEnvelope): Promise<string> {
  const payload = new TextEncoder().encode(canonicalJson(envelope));
  return new CompactSign(payload).setProtectedHeader({ alg: "EdDSA", kid }).sign(privateKey);
}

async function readSigned<T>(token: string, key: TestDevice["key"]): Promise<T | null> {
  try {
    const { payload } = await compactVerify(token, key, { algorithms: ["EdDSA"] });
    return JSON.parse(new TextDecoder().decode(payload)) as T;
  } catch {
    return null;
  }
}

function kidOf(token: string): string {
  try {
    return decodeProtectedHeader(token).kid ?? "";
  } catch {
    return "";
  }
}

function isSkewed(iat: number, now: Instant): boolean {
  return Math.abs(instant(iat * SECOND_MS) - now) > PROOF_SKEW_MS_MAX;
}

function empty(status: number): TestAnswer {
  return { status, headers: {}, body: "" };
}

function json(status: number, value: unknown): TestAnswer {
  return { status, headers: { "content-type": "application/json" }, body: JSON.stringify(value) };
}
