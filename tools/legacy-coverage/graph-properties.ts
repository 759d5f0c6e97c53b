/** Graph types by name: what a type is derived from, and its own properties. */
export type GraphTypes = ReadonlyMap<string, Readonly<{ base: string | null; properties: ReadonlySet<string> }>>;

/** What a policy says about itself; the importer keeps these out of its settings too. */
const ABOUT_ITSELF: ReadonlySet<string> = new Set(["deviceConfiguration", "deviceCompliancePolicy", "entity"]);

const SCHEMA = /^ {4}microsoft\.graph\.(\w+):\s*$/;
const BASE = /^ {8}- \$ref: '#\/components\/schemas\/microsoft\.graph\.(\w+)'/;

/** Reads the schemas of Graph's OpenAPI description, of whose YAML only the indentation matters here. */
export function readGraphTypes(yaml: string): GraphTypes {
  const types = new Map<string, { base: string | null; properties: Set<string> }>();
  let current: { base: string | null; properties: Set<string> } | null = null;
  let indent = 0;
  for (const line of yaml.split("\n")) {
    const name = SCHEMA.exec(line)?.[1];
    if (name !== undefined) {
      // Schemas come first; later sections hold examples and responses under the same names.
      current = types.has(name) ? null : { base: null, properties: new Set() };
      if (current !== null) types.set(name, current);
      indent = 0;
      continue;
    }
    if (current === null || line.trim() === "") continue;
    const base = BASE.exec(line)?.[1];
    if (base !== undefined) current.base ??= base;
    const depth = line.length - line.trimStart().length;
    if (depth < 5) current = null;
    else if (line.trim() === "properties:" && indent === 0) indent = depth + 2;
    else if (indent > 0 && depth < indent) indent = -1;
    else if (depth === indent) addProperty(line, current.properties);
  }
  return types;
}

function addProperty(line: string, properties: Set<string>): void {
  const name = /^\s+(\w+):\s*$/.exec(line)?.[1];
  if (name !== undefined) properties.add(name);
}

/** A type's properties with those of the types it is derived from, up to what every policy has. */
export function propertiesOf(types: GraphTypes, name: string): readonly string[] {
  const found = new Set<string>();
  for (let at: string | null = name; at !== null && !ABOUT_ITSELF.has(at); at = types.get(at)?.base ?? null) {
    for (const property of types.get(at)?.properties ?? []) found.add(property);
  }
  return [...found].sort();
}

/** Every type derived from this one. */
export function derivedFrom(types: GraphTypes, ancestor: string): readonly string[] {
  const isDerived = (name: string): boolean => {
    const base = types.get(name)?.base ?? null;
    return base !== null && (base === ancestor || isDerived(base));
  };
  return [...types.keys()].filter(isDerived).sort();
}
