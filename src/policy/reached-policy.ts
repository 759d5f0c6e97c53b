import type { PolicyId } from "../kit/ids.ts";
import type { DeviceSet } from "../audience/device-set.ts";
import type { PolicyContent } from "./policy.ts";

/** A policy version and the devices that carry it. */
export type ReachedPolicy = Readonly<{ policyId: PolicyId; name: string; content: PolicyContent; reach: DeviceSet }>;
