import { ApiProblem } from "../api/problem.ts";

/**
 * What the server says of single fields: `body/notice/subject` and `notice.subject` -> `subject`, under the field's own name.
 * `rest`: the error itself where it speaks of anything that is no field here; null where every word has found its field.
 */
export type FieldProblems<Field extends string> = Readonly<{ at: Readonly<Partial<Record<Field, string>>>; rest: unknown }>;

export function fieldProblems<Field extends string>(error: unknown, fields: readonly Field[]): FieldProblems<Field> {
  const at: Partial<Record<Field, string>> = {};
  if (!(error instanceof ApiProblem) || error.issues.length === 0) return { at, rest: error };
  let hasRest = false;
  for (const issue of error.issues) {
    const parts = issue.at.split(/[./]/);
    const field = fields.findLast((name) => parts.includes(name));
    if (field === undefined) hasRest = true;
    else at[field] = at[field] === undefined ? issue.message : `${at[field]}; ${issue.message}`;
  }
  return { at, rest: hasRest ? error : null };
}

/** The words that a field shows: `Subject is empty`. */
export function fieldMessage(label: string, message: string | undefined): string | null {
  return message === undefined ? null : `${label} ${message}`;
}
