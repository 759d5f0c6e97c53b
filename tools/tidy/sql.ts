import { isTest } from "./floors.ts";
import { childOf, type Finding, findingAt, lineAt, nameOf, type SourceFile, type SyntaxNode } from "./syntax.ts";

/** The one place that asks the database for the time, so that everybody else gets it as a parameter. */
const CLOCK_FILE = /^src\/store\/(?:[a-z-]+\/)*[a-z-]*clock\.ts$/;

const CLOCK_READ =
  /\b(?:now|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday)\s*\(|\b(?:current_timestamp|current_date|current_time|localtimestamp|localtime)\b|'(?:now|today|tomorrow|yesterday)'/gi;
const TIME_DEFAULT = /\b\w+_at(?:_ms)?\s+[a-z][^,;]*?\bdefault\b|\b(?:timestamptz|timestamp|date|time)\b[^,;]*?\bdefault\b/gi;

const INSTEAD = "hand the time in as a parameter (`now: Instant`, a bigint column `*_at_ms`)";

/** SQL files: no clock and no time default; comments and literals may say what they like. */
export function judgeSqlFile(path: string, text: string): Finding[] {
  return judgeSql(text).map(({ offset, message }) => ({ path, line: lineAt(text, offset), rule: "sql-time", message }));
}

/** The same in templates tagged `sql`, and in every text of the store, which may be SQL without a tag. */
export function judgeSqlInCode(file: SourceFile): Finding[] {
  if (CLOCK_FILE.test(file.path)) return [];
  const isStore = file.path.startsWith("src/store/") && !isTest(file.path);
  return file.nodes.flatMap(({ node, ancestors }) => {
    const sql = sqlTextOf(node, ancestors, isStore);
    if (sql === null) return [];
    return judgeSql(sql).map(({ message }) => findingAt(file, node, "sql-time", message));
  });
}

function sqlTextOf(node: SyntaxNode, ancestors: readonly SyntaxNode[], isStore: boolean): string | null {
  if (node.type === "TemplateLiteral") {
    const outer = ancestors.at(-1) ?? null;
    if (!isStore && !(outer?.type === "TaggedTemplateExpression" && isSqlTag(childOf(outer, "tag")))) return null;
    const pieces = node["quasis"] as readonly Readonly<{ value: { raw: string } }>[];
    return pieces.map((piece) => piece.value.raw).join(" $ ");
  }
  return isStore && node.type === "Literal" && typeof node["value"] === "string" ? node["value"] : null;
}

/** `sql`, `db.sql`, `sqlFor`. */
function isSqlTag(tag: SyntaxNode | null): boolean {
  const name = tag?.type === "MemberExpression" ? nameOf(childOf(tag, "property")) : nameOf(tag);
  return name !== null && /^sql/i.test(name);
}

function judgeSql(text: string): Readonly<{ offset: number; message: string }>[] {
  const bare = blankComments(text);
  const reads = [...bare.matchAll(CLOCK_READ)].map((match) => ({
    offset: match.index,
    message: `\`${match[0]}\` reads the database's clock: ${INSTEAD}`,
  }));
  const defaults = [...bare.matchAll(TIME_DEFAULT)].map((match) => ({
    offset: match.index,
    message: `a time column with a default (\`${match[0].split(/\s/)[0] ?? ""}\`): ${INSTEAD}`,
  }));
  return [...reads, ...defaults];
}

/** Comments, and literals longer than a bare word, become blanks of the same length, so that offsets stay true. */
function blankComments(text: string): string {
  const blank = (match: string) => match.replace(/[^\n]/g, " ");
  return text.replace(/--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'/g, (match) => (/^'\w+'$/.test(match) ? match : blank(match)));
}
