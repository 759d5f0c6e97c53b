import { Button } from "@fluentui/react-components";
import { AddRegular } from "@fluentui/react-icons/svg/add";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { SettingsAnswer } from "../../../http/contract/catalogue.ts";
import { settingsQuery } from "../../api/policies.ts";
import { TextField } from "../../kit/fields.tsx";
import { Answer } from "../../kit/standing.tsx";
import { platformText } from "../../words/platforms.ts";
import type { NewSetting } from "./edit-text.ts";
import css from "./policy-editor.module.css";

type Facts = SettingsAnswer["items"][number];

const CHARACTERS_MIN = 3;

/** Finds a setting in the catalogue by words of its name. */
export function AddSetting({ onAdd }: { onAdd: (setting: NewSetting) => void }) {
  const [text, setText] = useState("");
  const wanted = text.trim();
  return (
    <div className={css["add"]}>
      <TextField
        type="search"
        label="Add a setting"
        value={text}
        onChange={setText}
        hint="Words of its name, for example password length. The catalogue may not list every setting."
      />
      {wanted.length < CHARACTERS_MIN ? null : (
        <Found
          text={wanted}
          onAdd={(facts) => {
            onAdd(newSetting(facts));
            setText("");
          }}
        />
      )}
    </div>
  );
}

function Found({ text, onAdd }: { text: string; onAdd: (facts: Facts) => void }) {
  const read = useQuery(settingsQuery(text));
  return (
    <Answer of={read} what="The catalogue">
      {({ items, total }) =>
        items.length === 0 ? (
          <p>No setting has these words.</p>
        ) : (
          <>
            <ul className={css["found"]}>
              {items.map((facts) => (
                <li key={facts.definitionId}>
                  <Button icon={<AddRegular />} disabled={!isAddable(facts)} onClick={() => onAdd(facts)}>
                    {facts.displayName}
                  </Button>
                  <span className={css["quiet"]}>
                    {facts.applicability?.platforms.map(platformText).join(", ") ?? "platform not known"}
                    {isAddable(facts) ? "" : "; add it in the text"}
                  </span>
                </li>
              ))}
            </ul>
            <p className={css["quiet"]}>
              {items.length} of {total} shown
            </p>
          </>
        )
      }
    </Answer>
  );
}

function isAddable({ kind }: Facts): boolean {
  return kind === "choice" || kind === "simple";
}

/** The default where one is known; else the first option or the least number, so that there is something to change. */
function newSetting({ definitionId, kind, options, defaultValue, integerMin, valueType }: Facts): NewSetting {
  const option = typeof defaultValue === "string" ? defaultValue : (options?.[0]?.id ?? `${definitionId}_0`);
  if (kind === "choice") return { definitionId, option, value: "" };
  const isNumber = valueType === "integer";
  const known = typeof defaultValue === "number" || (typeof defaultValue === "string" && !isNumber);
  return { definitionId, option: null, value: known ? defaultValue : isNumber ? (integerMin ?? 0) : "" };
}
