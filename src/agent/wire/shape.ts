import { err, ok, type Result } from "../../kit/result.ts";

/*
 * Small strict validators for the agent's door. A shape says what is wrong and where, or null. Unknown members are
 * refused: what is not understood is not acted on.
 */

export type ShapeProblem = Readonly<{ pointer: string; detail: string }>;
export type Shape = (value: unknown) => ShapeProblem | null;

/** Deeper nesting would overflow the stack of what walks the value later (canonical JSON). */
const JSON_DEPTH_MAX = 32;

export function text(lengthMax: number, pattern?: RegExp): Shape {
  return (value) => {
    if (typeof value !== "string" || value.length > lengthMax) return problem(`is not a text of at most ${lengthMax} characters`);
    return pattern !== undefined && !pattern.test(value) ? problem("is not written as expected") : null;
  };
}

/** A whole number from 0 that a double holds exactly. */
export function count(): Shape {
  return (value) => (Number.isSafeInteger(value) && (value as number) >= 0 ? null : problem("is not a whole number from 0"));
}

export function literal(wanted: string | number): Shape {
  return (value) => (value === wanted ? null : problem(`is not ${JSON.stringify(wanted)}`));
}

export function nullable(shape: Shape): Shape {
  return (value) => (value === null ? null : shape(value));
}

export function listOf(shape: Shape, lengthMax: number): Shape {
  return (value) => {
    if (!Array.isArray(value)) return problem("is not a list");
    if (value.length > lengthMax) return problem(`has more than ${lengthMax} items`);
    for (let at = 0; at < value.length; at++) {
      const found = shape(value[at]);
      if (found !== null) return inside(String(at), found);
    }
    return null;
  };
}

/** Exactly these members; those named in `optional` may be missing. */
export function record(members: Readonly<Record<string, Shape>>, optional: readonly string[] = []): Shape {
  const entries = Object.entries(members);
  return (value) => {
    if (value === null || typeof value !== "object" || Array.isArray(value)) return problem("is not an object");
    let known = 0;
    for (const [name, shape] of entries) {
      if (!Object.hasOwn(value, name)) {
        if (optional.includes(name)) continue;
        return inside(name, problem("is missing"));
      }
      known += 1;
      const found = shape((value as Readonly<Record<string, unknown>>)[name]);
      if (found !== null) return inside(name, found);
    }
    return Object.keys(value).length === known ? null : problem("has a member that is not known");
  };
}

/** Any JSON value of bounded depth with finite numbers (`1e999` parses as Infinity). */
export function anyJson(): Shape {
  return (value) => jsonProblem(value, 0);
}

export function parseJson(body: string): Result<unknown, ShapeProblem> {
  try {
    return ok(JSON.parse(body) as unknown);
  } catch {
    return err(problem("is not JSON"));
  }
}

function jsonProblem(value: unknown, depth: number): ShapeProblem | null {
  if (typeof value === "number") return Number.isFinite(value) ? null : problem("is not a finite number");
  if (value === null || typeof value !== "object") return null;
  if (depth === JSON_DEPTH_MAX) return problem(`is nested deeper than ${JSON_DEPTH_MAX}`);
  for (const [name, member] of Object.entries(value)) {
    const found = jsonProblem(member, depth + 1);
    if (found !== null) return inside(name, found);
  }
  return null;
}

function problem(detail: string): ShapeProblem {
  return { pointer: "", detail };
}

function inside(name: string, { pointer, detail }: ShapeProblem): ShapeProblem {
  return { pointer: `/${name.slice(0, 40)}${pointer}`, detail };
}
