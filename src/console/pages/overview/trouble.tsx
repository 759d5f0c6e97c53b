import { useQuery } from "@tanstack/react-query";
import type { DeviceGroupsAnswer, SeriesAnswer } from "../../../http/contract/live.ts";
import type { RolloutDetail } from "../../../http/contract/rollouts.ts";
import { deviceGroupsQuery, rolloutDevicesQuery, rolloutSeriesQuery } from "../../api/rollouts.ts";
import { AppLink } from "../../kit/app-link.tsx";
import { AsOf, CountLink, Instant } from "../../kit/facts.tsx";
import { Card } from "../../kit/layout.tsx";
import { Sentence } from "../../kit/sentence.tsx";
import { Answer } from "../../kit/standing.tsx";
import { paths } from "../../paths.ts";
import { countOf, formatCount } from "../../words/numbers.ts";
import { modelSentences, rollbackBeganAt, rollbackSentence, stopOf } from "./trouble-words.ts";
import css from "./trouble.module.css";

const SHOWN_MAX = 4;

/** What went wrong, whom it hit, what they have in common, and how far the way back is. */
export function Trouble({ rollout }: { rollout: RolloutDetail }) {
  const groups = useQuery(deviceGroupsQuery(rollout.id));
  const { data: series } = useQuery(rolloutSeriesQuery(rollout.id));
  const markers = series?.markers ?? [];
  const stop = stopOf(rollout, markers);
  return (
    <Card tone="bad">
      <div className={css["whole"]}>
        <h2>
          {stop.title}
          {stop.at === null ? null : (
            <>
              {" at "}
              <Instant at={stop.at} />
            </>
          )}
        </h2>
        <p className={css["because"]}>
          <Sentence>{stop.because}</Sentence>
        </p>
        <div className={css["columns"]}>
          <Harm rollout={rollout} />
          <Answer of={groups} what="what the harmed devices have in common">
            {(answer) => <Common groups={answer} rolloutId={rollout.id} />}
          </Answer>
          <WayBack rollout={rollout} markers={markers} />
        </div>
      </div>
    </Card>
  );
}

function Harm({ rollout }: { rollout: RolloutDetail }) {
  const { totals, id, asOf } = rollout;
  return (
    <div className={css["part"]}>
      <h3>Who was hit</h3>
      <CountLink
        count={totals.everFailed}
        of={totals.exposed}
        label="devices that were offered it failed"
        href={paths.rolloutDevices(id, { everFailed: "yes" })}
        asOf={asOf}
        withShare
      />
      <p>{formatCount(rollout.population - totals.exposed)} devices in scope were never offered it.</p>
    </div>
  );
}

function Common({ groups, rolloutId }: { groups: DeviceGroupsAnswer; rolloutId: string }) {
  const models = modelSentences(groups).slice(0, SHOWN_MAX);
  return (
    <div className={css["part"]}>
      <h3>What they have in common</h3>
      <ul>
        {models.map((sentence) => (
          <li key={sentence}>
            <AppLink href={paths.rolloutDevices(rolloutId, { everFailed: "yes" })}>{sentence}</AppLink>
          </li>
        ))}
        {groups.reasons.slice(0, SHOWN_MAX).map(({ key, text, devices }) => (
          <li key={key}>
            <AppLink href={paths.rolloutDevices(rolloutId, { reason: key })}>{countOf(devices, "device")}</AppLink>:{" "}
            <Sentence>{text}</Sentence>
          </li>
        ))}
      </ul>
      {models.length + groups.reasons.length === 0 ? <p>No device has given a reason.</p> : <AsOf at={groups.asOf} />}
    </div>
  );
}

type WayBackProps = Readonly<{ rollout: RolloutDetail; markers: SeriesAnswer["markers"] }>;

function WayBack({ rollout, markers }: WayBackProps) {
  const { rollback } = rollout;
  if (rollback === null)
    return (
      <div className={css["part"]}>
        <h3>The way back</h3>
        <p>No rollback has begun. Devices keep what they have; nothing more is offered.</p>
      </div>
    );
  const { exposed, verifiedBack, outstanding, left } = rollback;
  return (
    <div className={css["part"]}>
      <h3>The way back</h3>
      <p>
        <strong>{rollbackSentence(rollback)}</strong> <AsOf at={rollout.asOf} />
      </p>
      <progress aria-label="Devices that have the previous state back" max={exposed} value={verifiedBack + left} />
      {outstanding === 0 ? (
        <p>
          {rollout.because.includes("need hands")
            ? "Nobody is outstanding any more: who was late when it settled has answered since."
            : "Nobody is outstanding."}
        </p>
      ) : (
        <Outstanding rollout={rollout} markers={markers} count={outstanding} />
      )}
    </div>
  );
}

/** Who has not said a word since the rollback began; the others answered, but not yet with the previous state. */
function Outstanding({ rollout, markers, count }: WayBackProps & { count: number }) {
  const beganAt = rollbackBeganAt(markers);
  const { data } = useQuery({
    ...rolloutDevicesQuery(rollout.id, { sort: "reported", limit: 20 }),
    enabled: beganAt !== null,
  });
  const silent = (data?.items ?? []).filter(({ offeredAt, reportedAt }) => {
    return beganAt !== null && offeredAt !== null && reportedAt !== null && reportedAt < beganAt;
  });
  const shown = silent.slice(0, SHOWN_MAX);
  return (
    <>
      <p>
        <AppLink href={paths.rolloutDevices(rollout.id, { sort: "reported" })}>{formatCount(count)} outstanding</AppLink>, the
        longest silent first.
      </p>
      {shown.length === 0 ? null : (
        <p>
          Not heard of since:{" "}
          {shown.map(({ deviceId, name }, at) => (
            <span key={deviceId}>
              {at === 0 ? "" : ", "}
              <AppLink href={paths.device(deviceId)}>{name}</AppLink>
            </span>
          ))}
          {silent.length > shown.length ? " and more" : ""}
        </p>
      )}
    </>
  );
}
