import { useQuery } from "@tanstack/react-query";
import type { CommunicationAnswer } from "../../../http/contract/communication.ts";
import { communicationQuery } from "../../api/communication.ts";
import { AppLink } from "../../kit/app-link.tsx";
import { AsOf, CountLink, Instant, KeyValueList } from "../../kit/facts.tsx";
import { Section } from "../../kit/layout.tsx";
import { Answer } from "../../kit/standing.tsx";
import { ToneBadge } from "../../kit/state-badge.tsx";
import { paths } from "../../paths.ts";
import { countOf, formatCount } from "../../words/numbers.ts";
import css from "./cards.module.css";

type Stage = CommunicationAnswer["stages"][number];
const STAGE_WORDS: Readonly<Record<Stage["stage"], string>> = { pilot: "Pilots", production: "Waves" };

/** Who was told, who is held back because nobody told them, and whether the help desk is ready. */
export function PeopleCard({ rolloutId }: { rolloutId: string }) {
  const read = useQuery(communicationQuery(rolloutId));
  return (
    <Section title="People" aside={<AppLink href={paths.people(rolloutId)}>Notices and deliveries</AppLink>}>
      <Answer of={read} what="who was told">
        {(answer) => <Told answer={answer} />}
      </Answer>
    </Section>
  );
}

function Told({ answer }: { answer: CommunicationAnswer }) {
  if (!answer.required) return <p>Nobody is told, and that was approved with the plan: {answer.waivedBecause}</p>;
  return (
    <>
      {answer.stages.map((stage) => (
        <div key={stage.stage} className={css["block"]}>
          <h3>{STAGE_WORDS[stage.stage]}</h3>
          <KeyValueList items={stageFacts(stage, answer.rolloutId)} />
        </div>
      ))}
      <AsOf at={answer.asOf} />
    </>
  );
}

function stageFacts(stage: Stage, rolloutId: string) {
  const { delivery, missing, acknowledgement, notice } = stage;
  const people = (state?: string) => paths.people(rolloutId, { stage: stage.stage, state });
  const undelivered = delivery.bounced + delivery.failed;
  const notices =
    notice === null ? "none is written" : missing.length === 0 ? "complete" : `${countOf(missing.length, "part")} of 5 missing`;
  return [
    { name: "Notice", value: <ToneBadge tone={notices === "complete" ? "good" : "warn"}>{notices}</ToneBadge> },
    {
      name: "Told",
      value: <CountLink count={delivery.accepted + delivery.toldByHand} of={delivery.people} label="people" href={people()} />,
    },
    ...(undelivered === 0
      ? []
      : [
          {
            name: "Did not arrive",
            value: (
              <CountLink
                count={undelivered}
                of={delivery.people}
                label="people"
                href={people(delivery.bounced > 0 ? "bounced" : "failed")}
              />
            ),
          },
        ]),
    {
      name: "Held back",
      value:
        delivery.devicesHeldBack === 0 ? (
          "no device"
        ) : (
          <AppLink href={paths.rolloutDevices(rolloutId, { state: "heldBack" })}>
            {formatCount(delivery.devicesHeldBack)} {delivery.devicesHeldBack === 1 ? "device" : "devices"}
          </AppLink>
        ),
    },
    {
      name: "Help desk",
      value:
        acknowledgement === null ? (
          <ToneBadge tone="warn">has not said that it is ready</ToneBadge>
        ) : (
          <span>
            ready, says {acknowledgement.by} (<Instant at={acknowledgement.at} />)
          </span>
        ),
    },
  ];
}
