import { CircleHintRegular } from "@fluentui/react-icons/svg/circle-hint";
import type { ReactNode } from "react";
import type { RolloutDetail, RolloutWhy } from "../../../http/contract/rollouts.ts";
import { useServerNow } from "../../api/server-clock.ts";
import { AppLink } from "../../kit/app-link.tsx";
import { ToneBadge } from "../../kit/state-badge.tsx";
import { Sentence } from "../../kit/sentence.tsx";
import { paths } from "../../paths.ts";
import { formatAppointment } from "../../words/day-time.ts";
import { countOf, formatCount } from "../../words/numbers.ts";
import { formatInstantLong, formatUntil, machineTime } from "../../words/times.ts";
import { healthOf } from "./health.ts";
import type { NextEvent } from "./next-event.ts";
import { capitalised } from "../../words/capitalised.ts";
import css from "./at-a-glance.module.css";

type Props = Readonly<{ rollout: RolloutDetail; why: RolloutWhy | undefined; next: NextEvent | null }>;

/** Where it is, what comes next, whether it is well, what stands in the way, whose it is. */
export function AtAGlance({ rollout, why, next }: Props) {
  const { totals, population, author } = rollout;
  return (
    <dl className={css["facts"]}>
      <Fact name="Where">
        <strong>{rollout.phase === null ? endWord(rollout) : capitalised(rollout.phase.name)}</strong>
        <AppLink href={paths.rolloutDevices(rollout.id)}>
          {formatCount(totals.exposed)} of {countOf(population, "device")} reached
        </AppLink>
      </Fact>
      <Fact name="Next">{next === null ? <span>...</span> : <Next next={next} />}</Fact>
      <Health rollout={rollout} why={why} />
      <Fact name="Waits for">{why === undefined ? <span>...</span> : <Blocks waits={why.waitsFor} />}</Fact>
      <Fact name="Author">
        <strong>{author}</strong>
        <span>cannot approve it</span>
      </Fact>
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={css["fact"]}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Next({ next }: { next: NextEvent }) {
  return (
    <>
      <strong>{next.what}</strong>
      {next.at === null ? null : <Appointment at={next.at} hasIfs={next.ifs.length > 0} />}
    </>
  );
}

/** `earliest Tue 09:00, in 3 h`. */
export function Appointment({ at, hasIfs }: { at: number; hasIfs: boolean }) {
  const now = useServerNow();
  return (
    <time dateTime={machineTime(at)} title={formatInstantLong(at)}>
      {hasIfs ? "earliest " : ""}
      {formatAppointment(at, now)}, {formatUntil(at, now)}
    </time>
  );
}

function Health({ rollout, why }: Pick<Props, "rollout" | "why">) {
  const { word, tone, sentence, search } = healthOf(rollout, why?.gate ?? null);
  return (
    <Fact name="Health">
      <span>
        <ToneBadge tone={tone} {...(tone === "quiet" ? { icon: CircleHintRegular } : {})}>
          {word}
        </ToneBadge>
      </span>
      <AppLink href={paths.rolloutDevices(rollout.id, search)}>{sentence}</AppLink>
    </Fact>
  );
}

function Blocks({ waits }: { waits: readonly string[] }) {
  const [first] = waits;
  if (first === undefined) return <strong>Nothing</strong>;
  return (
    <>
      <span className={css["clamp"]}>
        <Sentence>{first}</Sentence>
      </span>
      {waits.length === 1 ? null : <span>and {countOf(waits.length - 1, "more thing")}, below</span>}
    </>
  );
}

function endWord({ status }: RolloutDetail): string {
  if (status === "scope") return "Not started";
  return capitalised(status.replace("-", " "));
}
