import type { Json } from "../../kit/canonical-json.ts";
import { PLATFORMS, type Platform } from "../../estate/platform.ts";
import type { NodeId } from "../node.ts";
import type { SettingChange } from "../plan.ts";
import { REVERSAL_WORDS, REVERSALS, reversalOf, type ReversalClaim } from "./reversal.ts";

/** `taken`: by this change already, or only when it is rolled back. */
export type SettingUndo = ReversalClaim &
  Readonly<{ node: NodeId; platforms: readonly Platform[]; words: string; taken: "by-this-change" | "by-rollback" }>;

/** What a platform's devices need to go back, compiled: each setting of the change stands in exactly one of the lists. */
export type PlatformRollback = Readonly<{
  platform: Platform;
  devices: number;
  /** Taking the policy away undoes it. */
  unassign: readonly NodeId[];
  /** Has to be asked for explicitly: the value before, or the platform's default. */
  counter: readonly Readonly<{ node: NodeId; value: Json; from: "before" | "default" }>[];
  /** No policy undoes it; `because` says what stays or goes. */
  byHand: readonly Readonly<{ node: NodeId; because: string }>[];
  /** No value is known that would undo it. */
  open: readonly NodeId[];
}>;

export type UndoPlan = Readonly<{
  /** The gravest first, then in the order of the nodes. */
  settings: readonly SettingUndo[];
  rollback: readonly PlatformRollback[];
}>;

export type UndoInputs = Readonly<{
  settings: readonly SettingChange[];
  /** Graph's type of the policy that holds the settings. */
  sourceType: string;
  /** Platforms in scope with their devices. */
  devices: ReadonlyMap<Platform, number>;
  /** Where the catalogue says on which platforms a setting exists; null: it does not say. */
  platformsOf: (node: NodeId) => readonly Platform[] | null;
  /** `undefined`: no default is known. */
  defaultOf: (node: NodeId) => Json | undefined;
}>;

/** What becomes of each setting of a change, and how its devices go back. */
export function undoPlan(inputs: UndoInputs): UndoPlan {
  const platforms = PLATFORMS.filter((platform) => (inputs.devices.get(platform) ?? 0) > 0);
  const claims = inputs.settings.flatMap((change) =>
    platforms
      .filter((platform) => inputs.platformsOf(change.node)?.includes(platform) ?? true)
      .map((platform) => {
        const value = change.kind === "removed" ? change.before : change.after;
        return { change, platform, claim: reversalOf({ node: change.node, value, platform, sourceType: inputs.sourceType }) };
      }),
  );
  return {
    settings: merged(claims),
    rollback: platforms.flatMap((platform) => {
      const own = claims.filter((one) => one.platform === platform);
      return own.length === 0 ? [] : [platformRollback(platform, own, inputs)];
    }),
  };
}

type Claimed = Readonly<{ change: SettingChange; platform: Platform; claim: ReversalClaim }>;

function merged(claims: readonly Claimed[]): readonly SettingUndo[] {
  const found: { node: NodeId; platforms: Platform[]; taken: SettingUndo["taken"]; claim: ReversalClaim }[] = [];
  for (const { change, platform, claim } of claims) {
    const same = found.find((one) => one.node === change.node && one.claim.because === claim.because);
    if (same !== undefined) same.platforms.push(platform);
    else {
      const taken = change.kind === "removed" ? "by-this-change" : "by-rollback";
      found.push({ node: change.node, platforms: [platform], taken, claim });
    }
  }
  const rank = ({ claim }: Readonly<{ claim: ReversalClaim }>) => REVERSALS.indexOf(claim.reversal);
  return found
    .sort((a, b) => rank(a) - rank(b) || (a.node < b.node ? -1 : a.node > b.node ? 1 : 0))
    .map(({ node, platforms, taken, claim }) => ({ node, platforms, taken, words: REVERSAL_WORDS[claim.reversal], ...claim }));
}

type Step = Readonly<{ node: NodeId }> &
  Readonly<
    | { kind: "unassign" }
    | { kind: "counter"; value: Json; from: "before" | "default" }
    | { kind: "by-hand"; because: string }
    | { kind: "open" }
  >;

function platformRollback(platform: Platform, claims: readonly Claimed[], { devices, defaultOf }: UndoInputs): PlatformRollback {
  const steps = claims.map(({ change, claim }) => stepOf(change, claim, defaultOf));
  return {
    platform,
    devices: devices.get(platform) ?? 0,
    unassign: steps.flatMap((step) => (step.kind === "unassign" ? [step.node] : [])),
    counter: steps.flatMap((step) => (step.kind === "counter" ? [{ node: step.node, value: step.value, from: step.from }] : [])),
    byHand: steps.flatMap((step) => (step.kind === "by-hand" ? [{ node: step.node, because: step.because }] : [])),
    open: steps.flatMap((step) => (step.kind === "open" ? [step.node] : [])),
  };
}

/** The version before asks for what was changed and removed; what was added has only the platform's default to go back to. */
function stepOf(change: SettingChange, claim: ReversalClaim, defaultOf: UndoInputs["defaultOf"]): Step {
  const { node } = change;
  if (change.kind !== "removed" && claim.reversal === "irreversible") return { node, kind: "by-hand", because: claim.because };
  if (change.kind !== "added" && claim.reversal !== "destructive-on-removal")
    return { node, kind: "counter", value: change.before, from: "before" };
  switch (claim.reversal) {
    case "reverts":
      return { node, kind: "unassign" };
    case "destructive-on-removal":
    case "irreversible":
      return { node, kind: "by-hand", because: claim.because };
    case "tattoos":
    case "explicit-value":
    case "unknown": {
      const value = defaultOf(node);
      return value === undefined ? { node, kind: "open" } : { node, kind: "counter", value, from: "default" };
    }
  }
}
