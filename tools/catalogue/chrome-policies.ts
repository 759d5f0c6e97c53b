import { readFileSync } from "node:fs";
import { applicableOn, bareFacts, type OptionFacts, type SettingFacts } from "../../src/policy/catalogue.ts";
import { derivedName } from "../../src/policy/naming/derived-name.ts";

type ChromePolicy = Readonly<{ name: string; body: string; isBoth: boolean }>;

/**
 * Chrome's policies as nodes of a Linux device: `chrome_<policy>`. Names of policies, kinds, numbers and their ranges are facts of
 * Chrome's administrative template; its texts are the vendor's and are not read: names for people are made from the identifiers.
 * The template is written for Windows; a few of its policies do nothing on Linux, and it does not say which.
 */
export function chromeFacts(admxPath: string): readonly SettingFacts[] {
  return readChromeTemplate(admxPath).map(({ name, body, isBoth }) => {
    const id = `chrome_${name}`.toLowerCase();
    return {
      ...bareFacts(id, derivedName(name)),
      ...shapeOf(id, body),
      scope: isBoth ? null : "device",
      applicability: applicableOn(["linux"]),
      address: name,
    } satisfies SettingFacts;
  });
}

export function chromeIdentifiers(admxPath: string): readonly string[] {
  return readChromeTemplate(admxPath).map(({ name }) => name);
}

/** A policy that is only recommended has a second entry, which sets the same thing elsewhere. */
function readChromeTemplate(path: string): readonly ChromePolicy[] {
  const text = readFileSync(path, "utf8");
  return [...text.matchAll(/<policy ([^>]*)>([\s\S]*?)<\/policy>/g)].flatMap(([, attributes = "", body = ""]) => {
    const name = attributeOf(attributes, "name");
    const isOne = name !== null && /^\w+$/.test(name) && !name.endsWith("_recommended");
    return isOne ? [{ name, body, isBoth: attributeOf(attributes, "class") === "Both" }] : [];
  });
}

type Shape = Pick<SettingFacts, "kind" | "valueType" | "options" | "integerMin" | "integerMax" | "lengthMax">;
const NOTHING = { options: null, integerMin: null, integerMax: null, lengthMax: null } as const;

function shapeOf(id: string, body: string): Shape {
  const element = /<(decimal|enum|list|text|multiText)\b([^>]*)>/.exec(body);
  if (element === null) return { ...NOTHING, kind: "choice", valueType: "boolean", options: booleans(id) };
  const [, kind = "", attributes = ""] = element;
  const numberOf = (name: string) => Number(attributeOf(attributes, name) ?? Number.NaN);
  const whole = (name: string) => (Number.isSafeInteger(numberOf(name)) ? numberOf(name) : null);
  switch (kind) {
    case "decimal":
      return { ...NOTHING, kind: "simple", valueType: "integer", integerMin: whole("minValue"), integerMax: whole("maxValue") };
    case "enum":
      return enumShape(id, body);
    case "list":
      return { ...NOTHING, kind: "simples", valueType: "string" };
    default:
      return { ...NOTHING, kind: "simple", valueType: "string", lengthMax: whole("maxLength") };
  }
}

function enumShape(id: string, body: string): Shape {
  const values = [...body.matchAll(/<item\b[^>]*>\s*<value>\s*<(?:decimal value="(\d+)"|string>([^<]*)<)/g)].map(
    ([, number, text = ""]) => (number === undefined ? text : Number(number)),
  );
  const options = new Map(values.map((value) => [`${id}_${value}`, { value, name: optionName(value) }]));
  return { ...NOTHING, kind: "choice", valueType: typeof values[0] === "string" ? "string" : "integer", options };
}

function optionName(value: string | number): string {
  return typeof value === "number" ? String(value) : derivedName(value) || value;
}

function booleans(id: string): ReadonlyMap<string, OptionFacts> {
  return new Map([
    [`${id}_false`, { value: false, name: "False" }],
    [`${id}_true`, { value: true, name: "True" }],
  ]);
}

function attributeOf(attributes: string, name: string): string | null {
  return new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(attributes)?.[1] ?? null;
}
