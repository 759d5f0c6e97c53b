import type { Device } from "../../estate/device.ts";
import type { NodeId } from "../node.ts";
import type { SettingChange } from "../plan.ts";
import { encryptionEffect, type EncryptionEffect } from "./encryption-method.ts";
import { MOMENT_WORDS, MOMENTS, momentOf, type Moment } from "./moment.ts";

/** When the values of a change take effect, and what they leave as it is. */
export type TakingEffect = Readonly<{
  /** In the order of `MOMENTS`; only those that occur. No source: not documented. */
  moments: readonly Readonly<{ moment: Moment; words: string; nodes: readonly NodeId[]; sources: readonly string[] }>[];
  encryption: readonly EncryptionEffect[];
}>;

/** Of what a change adds and changes; what it takes away is told by its reversal. @param devices those in scope */
export function takingEffect(settings: readonly SettingChange[], devices: readonly Device[]): TakingEffect {
  const asked = settings.flatMap((one) => (one.kind === "removed" ? [] : [{ node: one.node, value: one.after }]));
  const claims = asked.map(({ node }) => ({ node, ...momentOf(node) }));
  return {
    moments: MOMENTS.flatMap((moment) => {
      const own = claims.filter((claim) => claim.moment === moment);
      const sources = [...new Set(own.flatMap(({ source }) => source ?? []))];
      return own.length === 0 ? [] : [{ moment, words: MOMENT_WORDS[moment], nodes: own.map(({ node }) => node), sources }];
    }),
    encryption: asked.flatMap(({ node, value }) => encryptionEffect(node, value, devices) ?? []),
  };
}
