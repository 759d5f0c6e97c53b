import type { FirstPoliciesRequestBody } from "../../../http/contract/first-policies.ts";
import { PLATFORM_NAMES, platformText } from "../../words/platforms.ts";
import css from "./requirements.module.css";

type Platforms = FirstPoliciesRequestBody["platforms"];

export function PlatformChoices({ chosen, onChange }: { chosen: Platforms; onChange: (platforms: Platforms) => void }) {
  return (
    <fieldset className={css["choices"]}>
      <legend>Which devices are there?</legend>
      {PLATFORM_NAMES.map((platform) => (
        <label key={platform} className={css["choice"]}>
          <input
            type="checkbox"
            checked={chosen.includes(platform)}
            onChange={({ target }) =>
              onChange(PLATFORM_NAMES.filter((one) => (one === platform ? target.checked : chosen.includes(one))))
            }
          />
          {platformText(platform)}
        </label>
      ))}
    </fieldset>
  );
}
