import { countOf } from "../../words/numbers.ts";
import type { Stage } from "./notice-words.ts";
import css from "./communication.module.css";

/** Who is told of devices without a person. */
export function SubstituteList({ substitutes }: { substitutes: Stage["substitutes"] }) {
  if (substitutes.length === 0) return <p>Nobody stands in for devices without a person.</p>;
  return (
    <details className={css["substitutes"]}>
      <summary>{countOf(substitutes.length, "substitute")} for devices without a person</summary>
      <ul className={css["lines"]} tabIndex={0} aria-label="Substitutes">
        {substitutes.map(({ siteId, userId, displayName }) => (
          <li key={`${siteId ?? ""} ${userId}`}>
            <span className={css["who"]}>
              {displayName}
              <span>{siteId === null ? "all devices that no other line covers" : `site ${siteId}`}</span>
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
