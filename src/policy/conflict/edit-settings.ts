import { canonicalJson } from "../../kit/canonical-json.ts";
import { deviceValue, nodeOfDefinition, type NodeId } from "../node.ts";
import type { Setting, SettingValue } from "../setting.ts";

/**
 * What is edited as one thing: the outermost choice around a node, since a choice without what stands below it is broken; or the
 * setting itself. Groups and wrappers are looked into.
 */
function isUnitOf(setting: Setting, node: NodeId): boolean {
  return nodeOfDefinition(setting.definitionId) === node || choicesBelow(setting).some((child) => isUnitOf(child, node));
}

function choicesBelow({ value }: Setting): readonly Setting[] {
  if (value.kind === "choice") return value.children;
  return value.kind === "choices" ? value.choices.flatMap(({ children }) => children) : [];
}

/** The settings with another one, or none, in the place of the unit of the node. Groups that become empty go too. */
function editUnit(settings: readonly Setting[], node: NodeId, edit: (unit: Setting) => Setting | null): readonly Setting[] {
  return settings.flatMap((setting): readonly Setting[] => {
    if (isUnitOf(setting, node)) {
      const edited = edit(setting);
      return edited === null ? [] : [edited];
    }
    const { definitionId, value } = setting;
    if (value.kind === "group") {
      const children = editUnit(value.children, node, edit);
      return children.length === 0 && value.children.length > 0 ? [] : [{ definitionId, value: { kind: "group", children } }];
    }
    const [only] = value.kind === "groups" && value.instances.length === 1 ? value.instances : [];
    if (only === undefined) return [setting];
    const instance = editUnit(only, node, edit);
    return instance.length === 0 && only.length > 0 ? [] : [{ definitionId, value: { kind: "groups", instances: [instance] } }];
  });
}

function unitAt(settings: readonly Setting[], node: NodeId): Setting | null {
  const found: Setting[] = [];
  editUnit(settings, node, (unit) => {
    found.push(unit);
    return unit;
  });
  return found[0] ?? null;
}

export function withoutNode(settings: readonly Setting[], node: NodeId): readonly Setting[] {
  return editUnit(settings, node, () => null);
}

/**
 * The settings with the value of somebody else at a node: the whole unit where both are written alike, and otherwise the value,
 * put into the form that stands here. Null: it cannot be written that way.
 */
export function withValueOf(
  settings: readonly Setting[],
  node: NodeId,
  other: readonly Setting[],
  otherNode: NodeId,
): readonly Setting[] | null {
  const [own, wanted] = [unitAt(settings, node), unitAt(other, otherNode)];
  if (own === null || wanted === null) return null;
  const alike = nodeOfDefinition(own.definitionId) === nodeOfDefinition(wanted.definitionId);
  const value = alike && own.value.kind === wanted.value.kind ? wanted.value : inFormOf(own, wanted);
  if (value === null) return null;
  const definitionId = alike && own.value.kind === wanted.value.kind ? wanted.definitionId : own.definitionId;
  const edited = editUnit(settings, node, () => ({ definitionId, value }));
  return canonicalJson(edited) === canonicalJson(settings) ? null : edited;
}

function inFormOf(own: Setting, wanted: Setting): SettingValue | null {
  const { value } = wanted;
  if (choicesBelow(own).length > 0 || choicesBelow(wanted).length > 0) return null;
  const plain =
    value.kind === "choice" ? value.option : value.kind === "simple" || value.kind === "property" ? value.value : null;
  const seen = deviceValue(nodeOfDefinition(wanted.definitionId), plain);
  if (typeof seen !== "string" && typeof seen !== "number" && typeof seen !== "boolean") return null;
  if (own.value.kind === "choice") return { kind: "choice", option: `${own.definitionId}_${seen}`, children: [] };
  if (own.value.kind === "property") return { kind: "property", value: seen };
  return own.value.kind === "simple" && typeof seen !== "boolean" ? { kind: "simple", value: seen } : null;
}
