import { setImmediate } from "node:timers/promises";
import type { SettingCatalogue } from "../../policy/catalogue.ts";
import { changedFacts, definitionIdsOf, type FactName } from "../../policy/changed-facts.ts";
import { nodeOfDefinition } from "../../policy/node.ts";
import { nameOfNode } from "../../policy/naming/name-of-node.ts";
import type { Instant } from "../../kit/instant.ts";
import type { Unit } from "../ports/store.ts";

/** What becomes of one definition. `facts` is empty unless it is known before and after. */
export type DefinitionChange = Readonly<{ change: "appeared" | "changed" | "gone"; facts: readonly FactName[] }>;
export type CatalogueDifference = ReadonlyMap<string, DefinitionChange>;

export type TouchedSetting = DefinitionChange & Readonly<{ definitionId: string; name: string }>;
export type CatalogueTouches = Readonly<{
  /** Live policies with a setting that another catalogue judges differently. */
  policies: readonly Readonly<{ policyId: string; name: string; settings: readonly TouchedSetting[] }>[];
  /** Drafts of which the content has such a setting, newest first. */
  drafts: readonly Readonly<{ draftId: string; title: string; settings: readonly TouchedSetting[] }>[];
  /** Stored plans that change such a setting, newest first. */
  plans: readonly Readonly<{ hash: string; policyName: string; createdAt: Instant; settings: readonly TouchedSetting[] }>[];
}>;

/** Definitions looked at before others get a turn. */
const STEP = 500;
const PLANS_MAX = 500;
const DRAFTS_MAX = 500;

/** Every definition that two catalogues give differently. Lets others work in between. */
export async function differenceOf(before: SettingCatalogue, after: SettingCatalogue): Promise<CatalogueDifference> {
  const difference = new Map<string, DefinitionChange>();
  let looked = 0;
  for (const definitionId of new Set([...before.ids(), ...after.ids()])) {
    looked += 1;
    if (looked % STEP === 0) await setImmediate();
    const [old, next] = [before.find(definitionId), after.find(definitionId)];
    if (old === undefined) difference.set(definitionId, { change: "appeared", facts: [] });
    else if (next === undefined) difference.set(definitionId, { change: "gone", facts: [] });
    else {
      const facts = changedFacts(old, next);
      if (facts.length > 0) difference.set(definitionId, { change: "changed", facts });
    }
  }
  return difference;
}

/** Which live policies, drafts and stored plans have to do with a difference. */
export async function touchedBy(unit: Unit, difference: CatalogueDifference, names: SettingCatalogue): Promise<CatalogueTouches> {
  const settingsOf = (definitionIds: Iterable<string>): readonly TouchedSetting[] =>
    [...definitionIds].sort().flatMap((definitionId) => {
      const change = difference.get(definitionId);
      return change === undefined ? [] : [{ definitionId, name: nameOfNode(names, nodeOfDefinition(definitionId)), ...change }];
    });
  const live = await unit.policies.loadLive();
  const policies = live.map(({ id, live: { content } }) => ({
    policyId: id,
    name: content.name,
    settings: settingsOf(definitionIdsOf(content.settings)),
  }));
  const drafts = (await unit.drafts.list({ policyId: null, limit: DRAFTS_MAX, afterId: null })).map(({ id, title, change }) => ({
    draftId: id,
    title,
    settings: change.kind === "retire" ? [] : settingsOf(definitionIdsOf(change.content.settings)),
  }));
  const idByNode = new Map([...difference.keys()].map((definitionId) => [nodeOfDefinition(definitionId), definitionId]));
  const plans = (await unit.catalogue.plans(PLANS_MAX)).map(({ nodes, ...plan }) => ({
    ...plan,
    settings: settingsOf(new Set(nodes.flatMap((node) => idByNode.get(node) ?? []))),
  }));
  const isTouched = ({ settings }: Readonly<{ settings: readonly TouchedSetting[] }>) => settings.length > 0;
  return { policies: policies.filter(isTouched), drafts: drafts.filter(isTouched), plans: plans.filter(isTouched) };
}
