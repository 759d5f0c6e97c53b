import { Button } from "@fluentui/react-components";
import { AddRegular } from "@fluentui/react-icons/svg/add";
import { DeleteRegular } from "@fluentui/react-icons/svg/delete";
import { TextField } from "../../kit/fields.tsx";
import { countOf } from "../../words/numbers.ts";
import type { Stage, Substitute } from "./notice-words.ts";
import css from "./communication.module.css";

type Props = Readonly<{
  lines: readonly Substitute[];
  onChange: (lines: readonly Substitute[]) => void;
  known: Stage["substitutes"];
  uncovered: number;
}>;

/** Who is told of devices that belong to nobody: kiosks, meeting rooms, shared desks. */
export function SubstituteEditor({ lines, onChange, known, uncovered }: Props) {
  const change = (at: number, patch: Partial<Substitute>) =>
    onChange(lines.map((line, index) => (index === at ? { ...line, ...patch } : line)));
  const remove = (at: number) => onChange(lines.filter((_, index) => index !== at));
  const nameOf = (line: Substitute) =>
    known.find(({ siteId, userId }) => userId === line.userId && (siteId ?? "") === line.siteId)?.displayName;
  return (
    <details className={css["substitutes"]} open={uncovered > 0 || undefined}>
      <summary>
        Devices without a person ({lines.length === 0 ? "nobody stands in" : countOf(lines.length, "substitute")})
      </summary>
      {uncovered === 0 ? null : (
        <p>
          {countOf(uncovered, "device")} {uncovered === 1 ? "has" : "have"} nobody to tell, and {uncovered === 1 ? "is" : "are"}{" "}
          held back until somebody stands in.
        </p>
      )}
      <ul className={css["lines"]}>
        {lines.map((line, at) => {
          const name = nameOf(line);
          return (
            <li key={at}>
              {name === undefined ? (
                <NewLine at={at} line={line} onChange={(patch) => change(at, patch)} />
              ) : (
                <span className={css["who"]}>
                  {name}
                  <span>{line.siteId === "" ? "all devices that no other line covers" : `site ${line.siteId}`}</span>
                </span>
              )}
              <Button
                appearance="subtle"
                icon={<DeleteRegular />}
                aria-label={`Take ${name ?? `person ${at + 1}`} away`}
                onClick={() => remove(at)}
              />
            </li>
          );
        })}
      </ul>
      <div>
        <Button icon={<AddRegular />} onClick={() => onChange([...lines, { siteId: "", userId: "" }])}>
          Add a substitute
        </Button>
      </div>
    </details>
  );
}

type LineProps = Readonly<{ at: number; line: Substitute; onChange: (patch: Partial<Substitute>) => void }>;

function NewLine({ at, line, onChange }: LineProps) {
  return (
    <div className={css["substitute"]}>
      <TextField
        label={`Person ${at + 1}`}
        hint="User id, as the estate has it"
        value={line.userId}
        onChange={(userId) => onChange({ userId })}
      />
      <TextField
        label="At the site"
        hint="Site id; left empty: all other devices"
        value={line.siteId}
        onChange={(siteId) => onChange({ siteId })}
      />
    </div>
  );
}
