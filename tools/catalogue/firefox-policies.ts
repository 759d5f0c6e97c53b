import { readFileSync } from "node:fs";
import { applicableOn, bareFacts, type OptionFacts, type SettingFacts } from "../../src/policy/catalogue.ts";
import { derivedName } from "../../src/policy/naming/derived-name.ts";

/** A value of Mozilla's sample `policies.json`, where `true | false` stands for a choice. */
type Sample =
  | Readonly<{ kind: "choice"; values: readonly (string | number | boolean)[] }>
  | Readonly<{ kind: "text" | "number" | "list-of-texts" | "list" }>
  | Readonly<{ kind: "object"; members: ReadonlyMap<string, Sample> }>;

const DEEP_MAX = 3;

/**
 * Firefox's policies as nodes of a Linux device: `firefox_<policy>` and `firefox_<policy>_<key>`, read off Mozilla's sample file: names,
 * kinds and choices. Keys that an administrator names (a site, a file type) are no settings of their own.
 */
export function firefoxFacts(samplePath: string): readonly SettingFacts[] {
  const facts: SettingFacts[] = [];
  for (const [name, sample] of policiesOf(samplePath)) collect(name, sample, "firefox", "", facts, 0);
  return facts;
}

export function firefoxIdentifiers(samplePath: string): readonly string[] {
  return firefoxFacts(samplePath).map(({ address = "" }) => address.split("/").at(-1) ?? "");
}

function collect(
  name: string,
  sample: Sample,
  parentId: string,
  parentAddress: string,
  facts: SettingFacts[],
  deep: number,
): void {
  const id = `${parentId}_${name.toLowerCase()}`;
  const address = parentAddress === "" ? name : `${parentAddress}/${name}`;
  const members = sample.kind === "object" && deep < DEEP_MAX ? [...sample.members] : [];
  // A key with a dot, a slash or a star is somebody's example of a name.
  const isOpen = members.some(([key]) => !/^\w+$/.test(key));
  const named = isOpen ? [] : members;
  const parts = address.split("/");
  facts.push({
    ...bareFacts(
      id,
      parts.length === 1 ? derivedName(name) : `${derivedName(parts[0] ?? "")}: ${derivedName(parts.slice(1).join(" "))}`,
    ),
    ...shapeOf(id, sample, named.length > 0),
    children: named.map(([key]) => `${id}_${key.toLowerCase()}`),
    applicability: applicableOn(["linux"]),
    address,
  });
  for (const [key, member] of named) collect(key, member, id, address, facts, deep + 1);
}

function shapeOf(id: string, sample: Sample, hasChildren: boolean): Pick<SettingFacts, "kind" | "valueType" | "options"> {
  switch (sample.kind) {
    case "choice": {
      const type = typeof sample.values[0];
      const valueType = type === "boolean" ? "boolean" : type === "number" ? "integer" : "string";
      return { kind: "choice", valueType, options: new Map(sample.values.map((value) => optionOf(id, value))) };
    }
    case "text":
      return { kind: "simple", valueType: "string", options: null };
    case "number":
      return { kind: "simple", valueType: "integer", options: null };
    case "list-of-texts":
      return { kind: "simples", valueType: "string", options: null };
    case "list":
      return { kind: "other", valueType: null, options: null };
    case "object":
      return { kind: hasChildren ? "group" : "other", valueType: null, options: null };
  }
}

function optionOf(id: string, value: string | number | boolean): [string, OptionFacts] {
  const name =
    typeof value === "string"
      ? derivedName(value) || value
      : typeof value === "boolean"
        ? value
          ? "True"
          : "False"
        : String(value);
  return [`${id}_${value}`, { value, name }];
}

function policiesOf(path: string): readonly (readonly [string, Sample])[] {
  const text = readFileSync(path, "utf8").replace(/^\ufeff/, "");
  const whole = createReader(text).read();
  const policies = whole.kind === "object" ? whole.members.get("policies") : undefined;
  if (policies?.kind !== "object") throw new Error(`${path} holds no policies`);
  return [...policies.members];
}

/** JSON, and `a | b` between values. */
function createReader(text: string): { read: () => Sample } {
  const tokens = [...text.matchAll(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?|true|false|null|[{}[\],:|]/g)].map(([token]) => token);
  let at = 0;
  const take = (): string => tokens[at++] ?? "";
  const read = (): Sample => {
    const first = take();
    if (first === "{") return object();
    if (first === "[") return list();
    const values = [JSON.parse(first) as string | number | boolean];
    while (tokens[at] === "|") {
      at += 1;
      values.push(JSON.parse(take()) as string | number | boolean);
    }
    const [only] = values;
    if (values.length > 1) return { kind: "choice", values };
    if (typeof only === "boolean") return { kind: "choice", values: [true, false] };
    return { kind: typeof only === "number" ? "number" : "text" };
  };
  const object = (): Sample => {
    const members = new Map<string, Sample>();
    while (tokens[at] !== "}") {
      if (tokens[at] === ",") at += 1;
      const key = JSON.parse(take()) as string;
      if (take() !== ":") throw new Error(`no value for ${key}`);
      members.set(key, read());
    }
    at += 1;
    return { kind: "object", members };
  };
  const list = (): Sample => {
    const items: Sample[] = [];
    while (tokens[at] !== "]") {
      if (tokens[at] === "," || tokens[at] === "|") at += 1;
      else items.push(read());
    }
    at += 1;
    return { kind: items.length > 0 && items.every(({ kind }) => kind === "text") ? "list-of-texts" : "list" };
  };
  return { read };
}
