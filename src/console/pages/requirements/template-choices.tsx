import type { FirstPoliciesRequestBody, TemplatesAnswer } from "../../../http/contract/first-policies.ts";
import { TextField } from "../../kit/fields.tsx";
import { platformText } from "../../words/platforms.ts";
import type { Chosen } from "./first-policies-page.tsx";
import { AREA_WORDS } from "./requirement-words.ts";
import css from "./requirements.module.css";

type Template = TemplatesAnswer["items"][number];
type Props = Readonly<{
  templates: readonly Template[];
  platforms: FirstPoliciesRequestBody["platforms"];
  chosen: Chosen;
  onChange: (chosen: Chosen) => void;
}>;

/** By area; what no chosen platform has a setting for is not offered. */
export function TemplateChoices({ templates, platforms, chosen, onChange }: Props) {
  const offered = templates.filter((template) => template.platforms.some((platform) => platforms.includes(platform)));
  const areas = [...new Set(offered.map(({ area }) => area))];
  return (
    <>
      {areas.map((area) => (
        <fieldset key={area} className={css["choices"]}>
          <legend>{AREA_WORDS[area]}</legend>
          {offered
            .filter((template) => template.area === area)
            .map((template) => (
              <TemplateChoice
                key={template.id}
                template={template}
                missing={platforms.filter((platform) => !template.platforms.includes(platform))}
                answer={chosen[template.id]}
                onChange={(answer) => onChange(withAnswer(chosen, template.id, answer))}
              />
            ))}
        </fieldset>
      ))}
    </>
  );
}

type ChoiceProps = Readonly<{
  template: Template;
  missing: FirstPoliciesRequestBody["platforms"];
  answer: string | undefined;
  onChange: (answer: string | undefined) => void;
}>;

function TemplateChoice({ template, missing, answer, onChange }: ChoiceProps) {
  const { id, title, reason, question } = template;
  const offered = question?.kind === "number" ? String(question.recommended) : "";
  return (
    <div className={css["choice"]}>
      <input
        id={`choose-${id}`}
        type="checkbox"
        checked={answer !== undefined}
        onChange={({ target }) => onChange(target.checked ? offered : undefined)}
      />
      <div>
        <label htmlFor={`choose-${id}`}>
          {title.replace("{answer}", answer === undefined || answer === "" ? "..." : answer)}
        </label>
        <span className={css["quiet"]}>
          {reason}
          {missing.length === 0 ? "" : ` No setting for it on ${missing.map(platformText).join(", ")}.`}
        </span>
        {question === null || answer === undefined ? null : (
          <TextField
            label={question.label}
            value={answer}
            onChange={onChange}
            hint={
              question.kind === "number"
                ? `${question.min} to ${question.max} ${question.unit}; ${question.recommended} is recommended`
                : `At most ${question.charactersMax} characters`
            }
          />
        )}
      </div>
    </div>
  );
}

function withAnswer(chosen: Chosen, id: string, answer: string | undefined): Chosen {
  const others = Object.entries(chosen).filter(([known]) => known !== id);
  return Object.fromEntries(answer === undefined ? others : [...others, [id, answer]]);
}
