import type { AssignmentLine } from "../../http/contract/policies.ts";
import { targetWords } from "../words/assignments.ts";

/** `to the group Sales, but not to all users.` */
export function AssignmentWords({ lines }: { lines: readonly AssignmentLine[] }) {
  const of = (mode: AssignmentLine["mode"]) => lines.filter((line) => line.mode === mode).map(targetWords);
  const [include, exclude] = [of("include"), of("exclude")];
  return (
    <>
      to {include.length === 0 ? "nobody" : include.join(", ")}
      {exclude.length === 0 ? "" : `, but not to ${exclude.join(", ")}`}.
    </>
  );
}
