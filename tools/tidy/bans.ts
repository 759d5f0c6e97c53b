import { isPure } from "./floors.ts";
import { childOf, type Finding, findingAt, lineAt, nameOf, type SourceFile, type SyntaxNode } from "./syntax.ts";

/** Tools that read a default export. */
const DEFAULT_EXPORT_WANTED = /^(vitest\.config|src\/console\/vite\.config|tests\/helpers\/[a-z-]*global-setup)\.ts$/;

/** In pure rooms: no clock, no chance, no waiting, no state that outlives a call. */
export function judgePurity(file: SourceFile): Finding[] {
  if (!isPure(file.path)) return [];
  return file.nodes.flatMap(({ node, ancestors }) => {
    const message = impurityOf(node, ancestors);
    return message === null ? [] : [findingAt(file, node, "pure", message)];
  });
}

function impurityOf(node: SyntaxNode, ancestors: readonly SyntaxNode[]): string | null {
  switch (node.type) {
    case "MemberExpression":
      return bannedMember(nameOf(childOf(node, "object")), nameOf(childOf(node, "property")));
    case "VariableDeclarator":
      return bannedAlias(nameOf(childOf(node, "init")));
    case "NewExpression":
    case "CallExpression":
      return readsClock(node) ? "a bare `Date` reads the clock: take `now: Instant` as a parameter" : null;
    case "AwaitExpression":
      return "`await` waits for the world: let the use case in `app` wait and hand the value in";
    case "Identifier":
      return isPromise(node, ancestors) ? "`Promise` stands for waiting: return the value, and let `app` wait" : null;
    case "VariableDeclaration":
      return isModuleState(node, ancestors)
        ? "module-level `let` is state shared by all calls: use `const`, or pass state in"
        : null;
    default:
      return node["async"] === true ? "`async` in a pure room: return the value or a Result, and let `app` wait" : null;
  }
}

function bannedMember(object: string | null, property: string | null): string | null {
  if (object === "Date" && property === "now") return "`Date.now` reads the clock: take `now: Instant` as a parameter";
  if (object === "Math" && property === "random") return "`Math.random` cannot be repeated: take a SeededRandom as a parameter";
  return null;
}

/** `const { now } = Date` would walk around the ban on `Date.now`. */
function bannedAlias(init: string | null): string | null {
  return init === "Date" || init === "Math" ? `call \`${init}\` directly instead of giving it another name` : null;
}

function readsClock(node: SyntaxNode): boolean {
  if (nameOf(childOf(node, "callee")) !== "Date" || childOf(node, "callee")?.type !== "Identifier") return false;
  return node.type === "CallExpression" || (node["arguments"] as readonly unknown[]).length === 0;
}

function isPromise(node: SyntaxNode, ancestors: readonly SyntaxNode[]): boolean {
  if (node["name"] !== "Promise") return false;
  const parent = ancestors.at(-1) ?? null;
  const isMemberName = /^(Property|MemberExpression|TSPropertySignature|PropertyDefinition)$/.test(parent?.type ?? "");
  return !(isMemberName && parent?.["computed"] !== true && (parent?.["key"] === node || parent?.["property"] === node));
}

function isModuleState(node: SyntaxNode, ancestors: readonly SyntaxNode[]): boolean {
  if (node["kind"] === "const" || node["declare"] === true) return false;
  return ancestors.every((outer) => outer.type === "Program" || outer.type === "ExportNamedDeclaration");
}

/** Default exports and `any`, in every file. */
export function judgeHabits(file: SourceFile): Finding[] {
  return file.nodes.flatMap(({ node }) => {
    if (node.type === "TSAnyKeyword") {
      return [findingAt(file, node, "any", "`any` switches the checks off: use `unknown` and narrow it, or name the type")];
    }
    if (isDefaultExport(node) && !DEFAULT_EXPORT_WANTED.test(file.path)) {
      const message = "no default export: export it by name, so that it is called the same everywhere";
      return [findingAt(file, node, "default-export", message)];
    }
    return [];
  });
}

function isDefaultExport(node: SyntaxNode): boolean {
  if (node.type === "ExportDefaultDeclaration") return true;
  return node.type === "ExportSpecifier" && nameOf(childOf(node, "exported")) === "default";
}

/** Spelled in two halves, or this file would report itself. */
const LEFT_OVER = new RegExp(`\\b(?:${"FIX"}ME|${"TO"}DO)\\b`, "g");

/** Marks of unfinished work, in comments and everywhere else. */
export function judgeLeftOvers(path: string, text: string): Finding[] {
  return [...text.matchAll(LEFT_OVER)].map((match) => ({
    path,
    line: lineAt(text, match.index),
    rule: "left-over",
    message: `\`${match[0]}\` in the code: finish it, or open an issue and say in a comment what holds today`,
  }));
}
