import { childOf, type Finding, findingAt, isNode, nameOf, type SourceFile, type SyntaxNode } from "./syntax.ts";

const SPANS = ["timeout", "interval", "delay", "duration", "ttl"];
const UNITS =
  "ns us ms s sec secs second seconds min mins minute minutes h hour hours d day days week weeks millis milliseconds ticks".split(
    " ",
  );
/** With one of these the number is something else than a span of time. */
const OTHER_NUMBERS = "count index id factor ratio percent share chance probability".split(" ");

/** Numbers that are spans of time and do not say in which unit: `timeout` -> `timeoutMs`. */
export function judgeUnitNames(file: SourceFile): Finding[] {
  return file.nodes.flatMap(({ node, ancestors }) => {
    const name = namedNumber(node, ancestors);
    if (name === null || !lacksUnit(name)) return [];
    const message = `\`${name}\` is a number without a unit: call it \`${withUnit(name)}\` (or another unit)`;
    return [findingAt(file, node, "unit-name", message)];
  });
}

/** The name of a variable, parameter, field or property that holds a number; null for everything else. */
function namedNumber(node: SyntaxNode, ancestors: readonly SyntaxNode[]): string | null {
  switch (node.type) {
    case "VariableDeclarator": {
      const id = childOf(node, "id");
      return isNumberType(id) || (childOf(id, "typeAnnotation") === null && isNumberValue(childOf(node, "init")))
        ? nameOf(id)
        : null;
    }
    case "AssignmentPattern":
      return isNumberValue(childOf(node, "right")) || isNumberType(childOf(node, "left")) ? nameOf(childOf(node, "left")) : null;
    case "Identifier":
      return isParameter(node, ancestors) && isNumberType(node) ? nameOf(node) : null;
    case "TSPropertySignature":
    case "PropertyDefinition":
      return isNumberType(node) || isNumberValue(childOf(node, "value")) ? nameOf(childOf(node, "key")) : null;
    case "Property":
      return isNumberValue(childOf(node, "value")) && isOurObject(ancestors) ? nameOf(childOf(node, "key")) : null;
    default:
      return null;
  }
}

/** `number`, alone or in a union (`number | null`), and brands on it (`number & {...}`). */
function isNumberType(node: SyntaxNode | null): boolean {
  const annotation = childOf(node, "typeAnnotation");
  const type = annotation?.type === "TSTypeAnnotation" ? childOf(annotation, "typeAnnotation") : annotation;
  if (type === null) return false;
  if (type.type === "TSNumberKeyword") return true;
  if (type.type !== "TSUnionType" && type.type !== "TSIntersectionType") return false;
  return (type["types"] as readonly SyntaxNode[]).some((part) => part.type === "TSNumberKeyword");
}

/** A number literal, or arithmetic: `-5`, `60 * 1000`, `3 * MINUTE_MS`. */
function isNumberValue(node: SyntaxNode | null): boolean {
  if (node === null) return false;
  if (node.type === "Literal") return typeof node["value"] === "number";
  if (node.type === "UnaryExpression") return node["operator"] !== "!" && isNumberValue(childOf(node, "argument"));
  if (node.type === "TSAsExpression") return isNumberValue(childOf(node, "expression"));
  if (node.type !== "BinaryExpression" || !/^[-+*/%]$|^\*\*$/.test(String(node["operator"]))) return false;
  return isNumberValue(childOf(node, "left")) || isNumberValue(childOf(node, "right"));
}

function isParameter(node: SyntaxNode, ancestors: readonly SyntaxNode[]): boolean {
  const params = ancestors.at(-1)?.["params"];
  return Array.isArray(params) && params.includes(node);
}

/** An object handed to a call, or whose type is declared elsewhere, may have to use another library's names. */
function isOurObject(ancestors: readonly SyntaxNode[]): boolean {
  return !ancestors.some(
    (outer) =>
      outer.type === "CallExpression" ||
      outer.type === "NewExpression" ||
      outer.type === "TSSatisfiesExpression" ||
      (outer.type === "TSAsExpression" && childOf(outer, "typeAnnotation")?.type !== "TSTypeReference") ||
      (outer.type === "VariableDeclarator" && isNode(childOf(outer, "id")?.["typeAnnotation"])),
  );
}

function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split(/[_-]+/);
}

function lacksUnit(name: string): boolean {
  const words = wordsOf(name);
  return (
    words.some((word) => SPANS.includes(word)) && !words.some((word) => UNITS.includes(word) || OTHER_NUMBERS.includes(word))
  );
}

/** The unit follows the span, before what qualifies it: `timeoutMax` -> `timeoutMsMax`. */
function withUnit(name: string): string {
  const unit = name === name.toUpperCase() ? "_MS" : name.includes("_") ? "_ms" : "Ms";
  const at = SPANS.map((span) => ({ span, start: name.toLowerCase().indexOf(span) })).find(({ start }) => start !== -1);
  if (at === undefined) return `${name}${unit}`;
  const end = at.start + at.span.length;
  return `${name.slice(0, end)}${unit}${name.slice(end)}`;
}
