import { posix } from "node:path";
import { childOf, type Finding, findingAt, nameOf, type SourceFile, type SyntaxNode } from "./syntax.ts";

type Room = Readonly<{
  pure: boolean;
  /** Rooms, or parts of rooms such as `app/ports`; a room may always import itself. */
  mayImport: readonly string[];
  /** Parts from which only types may be taken. */
  typesOnly?: readonly string[];
}>;

const STAIRCASE = ["kit", "estate", "audience", "policy", "rollout", "support"];

/** A pure room stands on everything below it on the staircase. */
function step(name: string): Room {
  return { pure: true, mayImport: STAIRCASE.slice(0, STAIRCASE.indexOf(name)) };
}

/**
 * Who may import whom: the architecture as a table. Change it together with an ADR that gives the reason.
 * A part (`app/ports`) has a row of its own, so that what others may see of a room does not lead on to the rest of it.
 */
export const FLOORS: Readonly<Record<string, Room>> = {
  kit: step("kit"),
  estate: step("estate"),
  audience: step("audience"),
  policy: step("policy"),
  rollout: step("rollout"),
  support: step("support"),
  app: { pure: false, mayImport: STAIRCASE },
  "app/ports": { pure: false, mayImport: STAIRCASE },
  store: { pure: false, mayImport: [...STAIRCASE, "app/ports"] },
  connectors: { pure: false, mayImport: [...STAIRCASE, "app/ports"] },
  http: { pure: false, mayImport: [...STAIRCASE, "app"] },
  "http/contract": { pure: false, mayImport: STAIRCASE },
  cli: { pure: false, mayImport: [...STAIRCASE, "app", "http/contract"] },
  console: { pure: false, mayImport: [], typesOnly: ["http/contract"] },
  agent: { pure: false, mayImport: ["kit", "policy/bundle"] },
  sim: { pure: false, mayImport: ["kit", "policy/bundle", "agent", "http/contract"] },
};

/** The roof: the only files that may know everybody, and that nobody below may know. */
const ROOF = ["src/main.ts", "src/compose.ts", "src/compose-demo.ts", "src/config.ts"];

/** What pure rooms may import from npm. */
const PURE_PACKAGES = ["@noble/hashes", "re2js"];

type Import = Readonly<{ node: SyntaxNode; target: string; isTypeOnly: boolean }>;

export function roomOf(path: string): string | null {
  const [src, room] = path.split("/");
  return src === "src" && room !== undefined && room in FLOORS ? room : null;
}

export function isPure(path: string): boolean {
  const room = roomOf(path);
  return room !== null && FLOORS[room]?.pure === true && !isTest(path);
}

export function isTest(path: string): boolean {
  return path.startsWith("tests/") || path.endsWith(".test.ts") || path.endsWith(".test.tsx");
}

/** Every import of a file under src that the table does not allow. */
export function judgeFloors(file: SourceFile): Finding[] {
  if (!file.path.startsWith("src/") || ROOF.includes(file.path)) return [];
  const room = roomOf(file.path);
  if (room === null) {
    const message = `\`${file.path}\` lies in no room: move it into one, or add the room to FLOORS with an ADR`;
    return [{ path: file.path, line: 1, rule: "floors", message }];
  }
  return importsOf(file).flatMap((found) => {
    const objection = objectionTo(file.path, room, found);
    return objection === null ? [] : [findingAt(file, found.node, "floors", objection)];
  });
}

/** Static, type-only, dynamic and re-exporting imports, and `import("x").T` in types. */
export function importsOf(file: SourceFile): Import[] {
  return file.nodes.flatMap(({ node }) => {
    const isImport = /^(ImportDeclaration|ExportNamedDeclaration|ExportAllDeclaration|ImportExpression|TSImportType)$/;
    const source = isImport.test(node.type) ? childOf(node, "source") : requiredModule(node);
    if (source === null) return [];
    const isTypeOnly = node["importKind"] === "type" || node["exportKind"] === "type" || node.type === "TSImportType";
    return [{ node, target: source.type === "Literal" ? (nameOf(source) ?? "") : "", isTypeOnly }];
  });
}

function requiredModule(node: SyntaxNode): SyntaxNode | null {
  if (node.type !== "CallExpression" || nameOf(childOf(node, "callee")) !== "require") return null;
  return (node["arguments"] as readonly SyntaxNode[])[0] ?? null;
}

function objectionTo(path: string, room: string, { target, isTypeOnly }: Import): string | null {
  if (target === "") return "an import needs a literal name: write the module's path as a string";
  if (!target.startsWith(".")) return objectionToPackage(path, room, target);
  const resolved = posix.normalize(posix.join(posix.dirname(path), target));
  if (isTest(path) && resolved.startsWith("tests/helpers/")) return null;
  const parts = resolved.replace(/\.tsx?$/, "").split("/");
  const to = parts.slice(1).join("/");
  if (parts[0] !== "src") return `\`${room}\` may not import \`${resolved}\`: what the product needs lies under src`;
  if (ROOF.includes(resolved)) return `\`${room}\` may not import the roof (\`${resolved}\`): let compose.ts hand it in`;
  const from = path.slice("src/".length);
  const own = longestRow(from);
  const row = FLOORS[own];
  if (row === undefined || liesIn(to, own) || (own === room && liesIn(to, room))) return null;
  if (row.mayImport.some((allowed) => liesIn(to, allowed))) return null;
  if (isTypeOnly && row.typesOnly?.some((allowed) => liesIn(to, allowed))) return null;
  return `\`${own}\` may not import \`${to}\`: ${adviceFor(own, row)}`;
}

function objectionToPackage(path: string, room: string, target: string): string | null {
  if (!isPure(path)) return null;
  const isAllowed = PURE_PACKAGES.some((name) => target === name || target.startsWith(`${name}/`));
  if (isAllowed) return null;
  return `\`${room}\` is pure and may not import \`${target}\` (only ${PURE_PACKAGES.join(", ")}): take what it gives as a parameter`;
}

/** The row for this file: `app/ports/clock.ts` stands in the row `app/ports`, `app/tick.ts` in `app`. */
function longestRow(pathInSrc: string): string {
  const [room = "", part = ""] = pathInSrc.split("/");
  return `${room}/${part}` in FLOORS ? `${room}/${part}` : room;
}

/** `policy/bundle` holds the file policy/bundle.ts as well as the folder. */
function liesIn(pathInSrc: string, part: string): boolean {
  return pathInSrc === part || pathInSrc.startsWith(`${part}/`);
}

function adviceFor(own: string, row: Room): string {
  const types = row.typesOnly === undefined ? "" : ` and types of ${row.typesOnly.join(", ")}`;
  const allowed = row.mayImport.length === 0 ? "nothing else" : row.mayImport.join(", ");
  return `it stands on ${allowed}${types}; move the code down, or hand it to \`${own}\` as a parameter or a port`;
}
