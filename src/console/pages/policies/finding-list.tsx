import type { LintFinding } from "../../../http/contract/library.ts";
import { Folded } from "../../kit/folded.tsx";
import { ToneBadge } from "../../kit/state-badge.tsx";
import { capitalised } from "../../words/capitalised.ts";
import css from "./policies.module.css";

/** What the linter says, errors first. */
export function FindingList({ findings }: { findings: readonly LintFinding[] }) {
  if (findings.length === 0) return <p>Nothing was found. What the catalogue does not list cannot be judged.</p>;
  const ordered = [...findings].sort((a, b) => a.severity.localeCompare(b.severity));
  return (
    <Folded items={ordered} what="findings">
      {(shown) => (
        <ul className={css["findings"]}>
          {shown.map((one) => (
            <li key={`${one.code} ${one.field} ${one.message}`}>
              <ToneBadge tone={one.severity === "error" ? "bad" : "warn"}>
                {one.severity === "error" ? "Error" : "Warning"}
              </ToneBadge>
              <div>
                <p>
                  {one.line === null ? "" : `Line ${one.line}: `}
                  <WithCode text={one.line === null ? capitalised(one.message) : one.message} />
                </p>
                <p className={css["quiet"]}>{capitalised(one.help)}</p>
              </div>
            </li>
          ))}
        </ul>
      )}
    </Folded>
  );
}

/** Ids stand between backticks. */
function WithCode({ text }: { text: string }) {
  return text.split("`").map((part, index) => (index % 2 === 0 ? part : <code key={part}>{part}</code>));
}
