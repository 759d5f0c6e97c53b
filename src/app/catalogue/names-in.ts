import type { SettingCatalogue } from "../../policy/catalogue.ts";
import { factsOfNode, nameOfNode } from "../../policy/naming/name-of-node.ts";
import { ok, type Result } from "../../kit/result.ts";
import type { Problem } from "../problems/problem.ts";

export type Names = Readonly<Record<string, string>>;
export type Named<Answer> = Answer & Readonly<{ names: Names }>;

/** Names for everything in an answer that people would otherwise read as an id: see `namesIn`. */
export function withNames<Answer extends object>(
  catalogue: SettingCatalogue,
  answer: Result<Answer, Problem>,
): Result<Named<Answer>, Problem> {
  return answer.ok ? ok({ ...answer.value, names: namesIn(catalogue, answer.value) }) : answer;
}

/**
 * What people call the nodes that an answer shows (every `node` in it, however deep), and the options that stand beside them as
 * values. By node and by option id, so that pages need not know where a name comes from.
 */
export function namesIn(catalogue: SettingCatalogue, answer: unknown): Names {
  // Without a prototype: a node from a hostile file may read `__proto__`.
  const names: Record<string, string> = Object.create(null) as Record<string, string>;
  const waiting: unknown[] = [answer];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value !== "object" || value === null) continue;
    const { node } = value as Readonly<{ node?: unknown }>;
    if (typeof node === "string") {
      names[node] ??= nameOfNode(catalogue, node);
      nameOptions(catalogue, node, value, names);
    }
    for (const member of membersOf(value)) waiting.push(member);
  }
  return names;
}

/** Every text below that is an option of the node: `before` and `after`, but also the values of candidates. */
function nameOptions(catalogue: SettingCatalogue, node: string, holder: object, names: Record<string, string>): void {
  const options = factsOfNode(catalogue, node)?.options ?? null;
  if (options === null) return;
  const waiting: unknown[] = [holder];
  while (waiting.length > 0) {
    const value = waiting.pop();
    const option = typeof value === "string" ? options.get(value) : undefined;
    if (typeof value === "string" && option !== undefined) names[value] = option.name;
    if (typeof value === "object" && value !== null) for (const member of membersOf(value)) waiting.push(member);
  }
}

function membersOf(value: object): readonly unknown[] {
  return Object.values(value) as readonly unknown[];
}
