import { CheckmarkCircleFilled } from "@fluentui/react-icons/svg/checkmark-circle";
import { CircleHintRegular } from "@fluentui/react-icons/svg/circle-hint";
import { ErrorCircleFilled } from "@fluentui/react-icons/svg/error-circle";
import { HandRightRegular } from "@fluentui/react-icons/svg/hand-right";
import type { GateJudgementBody } from "../../http/contract/rollouts.ts";
import { checkWords, type GateCheck, VERDICT_WORDS } from "../words/gate-checks.ts";
import { AppLink } from "./app-link.tsx";
import { Age } from "./facts.tsx";
import css from "./gate-lights.module.css";
import { ToneBadge } from "./state-badge.tsx";

const ICONS = {
  good: CheckmarkCircleFilled,
  warn: HandRightRegular,
  bad: ErrorCircleFilled,
  quiet: CircleHintRegular,
} as const;

/** Where the devices or requests behind a check are listed. */
type HrefOf = (check: GateCheck["check"]) => string | undefined;

/** Every check of a gate: verdict, number, what is asked, how many stand behind it, how sure it is; and how old it all is. */
export function GateLights({ judgement, hrefOf }: { judgement: GateJudgementBody; hrefOf?: HrefOf }) {
  return (
    <div className={css["whole"]}>
      <ul className={css["lights"]}>
        {judgement.checks.map((check) => (
          <Light key={check.check} check={check} href={hrefOf?.(check.check)} />
        ))}
      </ul>
      <p className={css["age"]}>
        Judged <Age at={judgement.judgedAt} />
        {judgement.evidenceAt === null ? (
          "; no device has answered yet."
        ) : (
          <>
            ; the latest answer came <Age at={judgement.evidenceAt} />.
          </>
        )}
      </p>
    </div>
  );
}

function Light({ check, href }: { check: GateCheck; href: string | undefined }) {
  const { label, verdict, tone, seen, asked, sample, interval } = checkWords(check);
  const number = <strong>{seen}</strong>;
  return (
    <li className={css["light"]} data-tone={tone}>
      <span className={css["label"]}>{label}</span>
      <ToneBadge tone={tone} icon={ICONS[tone]}>
        {verdict}
      </ToneBadge>
      <span className={css["seen"]}>
        {href === undefined ? number : <AppLink href={href}>{number}</AppLink>} {sample}
      </span>
      <span className={css["asked"]}>
        {asked}
        {interval === "" ? "" : `; ${interval}`}
      </span>
    </li>
  );
}

/** The gate's word as a whole. */
export function GateBadge({ judgement }: { judgement: GateJudgementBody }) {
  const { word, tone } = VERDICT_WORDS[judgement.verdict.kind];
  return (
    <ToneBadge tone={tone} icon={ICONS[tone]}>
      {word}
    </ToneBadge>
  );
}
