import type { TakingEffectBody } from "../../../http/contract/consequences.ts";
import { Section } from "../../kit/layout.tsx";
import { SettingName } from "../../kit/setting-value.tsx";
import { countOf } from "../../words/numbers.ts";
import css from "./consequences.module.css";

/** When the values of a change take effect, and what they leave as it is. */
export function TakingEffect({ effect }: { effect: TakingEffectBody }) {
  if (effect.moments.length === 0) return null;
  return (
    <Section title="When it takes effect">
      {effect.encryption.map(({ node, words }) => (
        <p key={node} className={css["strong"]}>
          {words}.
        </p>
      ))}
      <ul className={css["rows"]}>
        {effect.moments.map(({ moment, words, nodes, sources }) => (
          <li key={moment}>
            <details className={css["more"]}>
              <summary>
                {words}: {countOf(nodes.length, "setting")}
              </summary>
              <ul className={css["names"]}>
                {nodes.map((node) => (
                  <li key={node}>
                    <SettingName node={node} />
                  </li>
                ))}
              </ul>
              {sources.length === 0 ? null : <p className={css["count"]}>Source: {sources.join("; ")}</p>}
            </details>
          </li>
        ))}
      </ul>
    </Section>
  );
}
