import type { FirstPoliciesAnswer } from "../../../http/contract/first-policies.ts";
import { countOf } from "../../words/numbers.ts";
import { platformText } from "../../words/platforms.ts";
import css from "./requirements.module.css";

export function FirstPoliciesResult({ made }: { made: FirstPoliciesAnswer }) {
  const { requirements, policies, dryRun } = made;
  return (
    <>
      <p>
        {countOf(requirements.length, "requirement")} and {countOf(policies.length, "policy", "policies")}
        {dryRun ? " would be made. Nothing is saved yet." : " are kept: the policies as drafts, of which plans are made."}
      </p>
      <ul className={css["settings"]} aria-label="Requirements">
        {requirements.map(({ id, title, standing, gapPlatforms }) => (
          <li key={id}>
            <span>{title}</span>
            <span className={css["quiet"]}>
              {standing === "kept" ? "In the register already, and kept as it is." : "New in the register."}
              {gapPlatforms.length === 0 ? "" : ` No setting for it on ${gapPlatforms.map(platformText).join(", ")}.`}
            </span>
          </li>
        ))}
      </ul>
      <ul className={css["settings"]} aria-label="Policies">
        {policies.map(({ name, settings, draftId }) => (
          <li key={name}>
            <span>{name}</span>
            <span className={css["quiet"]}>
              {countOf(settings, "setting")}
              {draftId === null ? "" : `; plan it with tidegate draft plan ${draftId}`}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
