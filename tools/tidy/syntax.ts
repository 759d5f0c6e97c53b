import { parseAst } from "vitest/node";

/** A node of the ESTree that the parser returns; its other members are looked up by name and narrowed. */
export type SyntaxNode = Readonly<{ type: string; start: number; end: number; [member: string]: unknown }>;

/** One file with everything the rules ask of it. `path` is relative to the repository, with `/`. */
export type SourceFile = Readonly<{
  path: string;
  text: string;
  /** Every node, outer before inner, with its ancestors from the outside in. */
  nodes: readonly Readonly<{ node: SyntaxNode; ancestors: readonly SyntaxNode[] }>[];
}>;

/** What a rule reports: where, which rule, and what to write instead. */
export type Finding = Readonly<{ path: string; line: number; rule: string; message: string }>;

/** Parses TypeScript or JavaScript. Throws where the file is not valid. A real parser, so that comments and strings raise no false alarm. */
export function parseSource(path: string, text: string): SourceFile {
  const lang = /\.[cm]?ts$/.test(path) ? "ts" : path.endsWith("x") ? "tsx" : "js";
  const nodes: { node: SyntaxNode; ancestors: readonly SyntaxNode[] }[] = [];
  collect(parseAst(text, { lang }) as unknown as SyntaxNode, [], nodes);
  return { path, text, nodes };
}

function collect(
  node: SyntaxNode,
  ancestors: readonly SyntaxNode[],
  into: { node: SyntaxNode; ancestors: readonly SyntaxNode[] }[],
): void {
  into.push({ node, ancestors });
  const inner = [...ancestors, node];
  for (const member of Object.values(node)) {
    for (const child of Array.isArray(member) ? (member as unknown[]) : [member]) {
      if (isNode(child)) collect(child, inner, into);
    }
  }
}

export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string";
}

/** The member as a node, or null where it is absent or something else. */
export function childOf(node: SyntaxNode | null, member: string): SyntaxNode | null {
  const value = node?.[member];
  return isNode(value) ? value : null;
}

/** The name of an identifier or the text of a string literal; null for everything computed. */
export function nameOf(node: SyntaxNode | null): string | null {
  if (node?.type === "Identifier" && typeof node["name"] === "string") return node["name"];
  if (node?.type === "Literal" && typeof node["value"] === "string") return node["value"];
  return null;
}

/** Counted from 1. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at !== -1 && at < offset; at = text.indexOf("\n", at + 1)) line += 1;
  return line;
}

export function findingAt(file: SourceFile, node: SyntaxNode, rule: string, message: string): Finding {
  return { path: file.path, line: lineAt(file.text, node.start), rule, message };
}
