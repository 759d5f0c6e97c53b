import { isTest } from "./floors.ts";
import { childOf, type Finding, findingAt, lineAt, nameOf, type SourceFile, type SyntaxNode } from "./syntax.ts";

const FILE_LINES_MAX = 500;
const FUNCTION_LINES_MAX = 70;
const FUNCTIONS = ["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"];

/** Long files and long functions. Tests and generated files may be long. */
export function judgeSizes(file: SourceFile): Finding[] {
  if (isTest(file.path) || isGenerated(file.path)) return [];
  const findings: Finding[] = [];
  const lines = lineAt(file.text, file.text.trimEnd().length);
  if (lines > FILE_LINES_MAX) {
    const message = `${lines} lines, more than ${FILE_LINES_MAX}: split it, one job a file`;
    findings.push({ path: file.path, line: FILE_LINES_MAX + 1, rule: "file-size", message });
  }
  for (const { node, ancestors } of file.nodes) {
    if (!FUNCTIONS.includes(node.type)) continue;
    const length = lineAt(file.text, node.end) - lineAt(file.text, node.start) + 1;
    if (length <= FUNCTION_LINES_MAX) continue;
    const message = `\`${functionName(node, ancestors)}\` has ${length} lines, more than ${FUNCTION_LINES_MAX}: name its parts and move them out`;
    findings.push(findingAt(file, node, "function-size", message));
  }
  return findings;
}

export function isGenerated(path: string): boolean {
  return path.includes("/generated/");
}

function functionName(node: SyntaxNode, ancestors: readonly SyntaxNode[]): string {
  const parent = ancestors.at(-1) ?? null;
  return nameOf(childOf(node, "id")) ?? nameOf(childOf(parent, "id")) ?? nameOf(childOf(parent, "key")) ?? "(unnamed)";
}
