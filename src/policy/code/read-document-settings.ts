import type { Json } from "../../kit/canonical-json.ts";
import type { Setting, SettingValue, SimpleValue } from "../setting.ts";
import { lineAt, listAt, objectAt, tell, under, type At, type DocumentObject } from "./document-fields.ts";

/** Far beyond any policy, and shallow enough for every walk over a setting's children. */
const LEVELS_MAX = 40;

/** One of these says what a setting is set to. */
const VALUE_KEYS = ["choice", "choices", "value", "values", "group", "groups", "property"] as const;
type ValueKey = (typeof VALUE_KEYS)[number];

/** The list of settings under a document's `settings`; what is wrong in it goes to the faults. */
export function readDocumentSettings(value: Json | undefined, at: At): readonly Setting[] {
  return readList(value, at, 0);
}

function readList(value: Json | undefined, at: At, level: number): readonly Setting[] {
  if (level > LEVELS_MAX) {
    tell(at, `is nested deeper than ${LEVELS_MAX} levels`);
    return [];
  }
  return listAt(value, at, (item, itemAt) => readSetting(item, itemAt, level));
}

function readSetting(value: Json, at: At, level: number): Setting | null {
  const object = objectAt(value, ["id"], [...VALUE_KEYS, "children"], at);
  if (object === null) return null;
  const definitionId = lineAt(object["id"], under(at, "id"));
  const keys = VALUE_KEYS.filter((key) => object[key] !== undefined);
  const [key] = keys;
  if (key === undefined || keys.length > 1)
    return tell(at, `has to hold exactly one of ${VALUE_KEYS.map((one) => `\`${one}\``).join(", ")}`);
  if (key !== "choice" && object["children"] !== undefined) tell(under(at, "children"), "only a choice has children");
  const read = READERS[key](object, under(at, key), at, level);
  return read === null || definitionId === null ? null : { definitionId, value: read };
}

type ValueReader = (object: DocumentObject, valueAt: At, at: At, level: number) => SettingValue | null;

const READERS: Readonly<Record<ValueKey, ValueReader>> = {
  choice: (object, valueAt, at, level) => {
    const option = lineAt(object["choice"], valueAt);
    const children = readList(object["children"], under(at, "children"), level + 1);
    return option === null ? null : { kind: "choice", option, children };
  },
  choices: (object, valueAt, _at, level) => ({
    kind: "choices",
    choices: listAt(object["choices"], valueAt, (item, itemAt) => {
      const choice = objectAt(item, ["option"], ["children"], itemAt) ?? {};
      const option = lineAt(choice["option"], under(itemAt, "option"));
      const children = readList(choice["children"], under(itemAt, "children"), level + 1);
      return option === null ? null : { option, children };
    }),
  }),
  value: (object, valueAt) => {
    const value = simpleAt(object["value"], valueAt);
    return value === null ? null : { kind: "simple", value };
  },
  values: (object, valueAt) => ({ kind: "simples", values: listAt(object["values"], valueAt, simpleAt) }),
  group: (object, valueAt, _at, level) => ({ kind: "group", children: readList(object["group"], valueAt, level + 1) }),
  groups: (object, valueAt, _at, level) => ({
    kind: "groups",
    instances: listAt(object["groups"], valueAt, (item, itemAt) => readList(item, itemAt, level + 1)),
  }),
  property: (object) => ({ kind: "property", value: object["property"] ?? null }),
};

/** A secret is a mark that there is one, never its text. */
function simpleAt(value: Json | undefined, at: At): SimpleValue | null {
  if (typeof value === "string") return value;
  if (typeof value === "number") return value;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return tell(at, "is neither a text nor a number");
  const object = objectAt(value, ["secret", "state"], [], at) ?? {};
  const state = lineAt(object["state"], under(at, "state"));
  if (object["secret"] !== true) return tell(under(at, "secret"), "is not `true`: the text of a secret does not belong here");
  return state === null ? null : { secret: true, state };
}
