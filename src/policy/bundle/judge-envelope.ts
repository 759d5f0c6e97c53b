import { err, ok, type Result } from "../../kit/result.ts";
import type { Instant } from "../../kit/instant.ts";
import { contentHashOf, type BundleContent, type BundleEnvelope } from "./bundle.ts";

/** What a device remembers of the bundles it took. */
export type BundleMemory = Readonly<{
  tenant: string;
  deviceId: string;
  seq: number;
  epoch: number;
  envelopeHash: string | null;
}>;

/** Each refusal names the attack it stops (The Update Framework's words); the device reports it. */
export type BundleRefused = Readonly<{
  code:
    | "wrong-tenant"
    | "wrong-device"
    | "rollback"
    | "fast-forward"
    | "expired"
    | "mix-and-match"
    | "broken-chain"
    | "unknown-format";
  detail: string;
}>;

/** A jump of this many numbers in one epoch cannot come from a server that counts by one for each offer. */
const SEQ_JUMP_MAX = 1_000_000;

/** May a device take this bundle? `now` is server-attested time. The signature was verified before. */
export function judgeEnvelope(
  envelope: BundleEnvelope,
  content: BundleContent,
  memory: BundleMemory,
  now: Instant,
): Result<null, BundleRefused> {
  const refuse = (code: BundleRefused["code"], detail: string) => err({ code, detail });
  if (envelope.type !== "tidegate-bundle" || envelope.specVersion !== 1)
    return refuse("unknown-format", "not a bundle of version 1");
  if (envelope.tenant !== memory.tenant) return refuse("wrong-tenant", `made for tenant \`${envelope.tenant}\``);
  if (envelope.deviceId !== memory.deviceId) return refuse("wrong-device", `made for device \`${envelope.deviceId}\``);
  if (envelope.epoch < memory.epoch || (envelope.epoch === memory.epoch && envelope.seq <= memory.seq)) {
    return refuse("rollback", `number ${envelope.epoch}/${envelope.seq} is not above ${memory.epoch}/${memory.seq}`);
  }
  if (envelope.epoch === memory.epoch && envelope.seq > memory.seq + SEQ_JUMP_MAX) {
    return refuse("fast-forward", `number ${envelope.seq} jumps too far above ${memory.seq}`);
  }
  if (envelope.notAfter <= now) return refuse("expired", "the bundle's time is over");
  if (envelope.contentHash !== contentHashOf(content))
    return refuse("mix-and-match", "content and envelope do not belong together");
  return ok(null);
}
