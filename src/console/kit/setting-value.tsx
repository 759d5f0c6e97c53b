import { settingName, valueText } from "../words/settings.ts";
import { AppLink } from "./app-link.tsx";
import { useSettingNames } from "./setting-names.tsx";
import css from "./setting-value.module.css";

const FOLDED_FROM = 160;

/** What people call a setting, which leads to `href`, and below it its full name, as the device knows it. */
export function SettingName({ node, href }: { node: string; href?: string }) {
  const name = settingName(node, useSettingNames());
  return (
    <span className={css["name"]}>
      {href === undefined ? name : <AppLink href={href}>{name}</AppLink>}
      <code className={css["path"]}>{node}</code>
    </span>
  );
}

type Props = Readonly<{ value: unknown; node: string; tone?: "before" | "after" }>;

/** A value as people read it; long ones are folded. */
export function SettingValue({ value, node, tone }: Props) {
  const text = valueText(value, node, useSettingNames());
  if (text.length <= FOLDED_FROM)
    return (
      <span className={css["value"]} data-tone={tone}>
        {text}
      </span>
    );
  return (
    <details className={css["value"]} data-tone={tone}>
      <summary>{text.slice(0, 36)} …</summary>
      <code className={css["whole"]} tabIndex={0}>
        {text}
      </code>
    </details>
  );
}
