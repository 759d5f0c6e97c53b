import { AppLink } from "../../kit/app-link.tsx";
import { CountLink, KeyValueList } from "../../kit/facts.tsx";
import { paths } from "../../paths.ts";
import { formatCount } from "../../words/numbers.ts";
import type { Delivery, Stage } from "./notice-words.ts";

/** Told of people, and what stands in the way; each number opens its people. */
export function ToldNumbers({ rolloutId, stage }: { rolloutId: string; stage: Stage }) {
  const { people, accepted, toldByHand, queued, bounced, failed, devicesHeldBack, devicesWithoutAnybody } = stage.delivery;
  const list = (state?: Delivery["state"]) => paths.people(rolloutId, { stage: stage.stage, state });
  if (people === 0 && devicesHeldBack === 0) return <p>No phase of this stage has opened, so there is nobody to tell yet.</p>;
  const row = (name: string, count: number, state: Delivery["state"]) =>
    count === 0 ? [] : [{ name, value: <CountLink count={count} of={people} label="people" href={list(state)} /> }];
  return (
    <KeyValueList
      items={[
        { name: "Told", value: <CountLink count={accepted + toldByHand} of={people} label="people" href={list()} withShare /> },
        ...row("By mail", accepted, "accepted"),
        ...row("By other means", toldByHand, "told-by-hand"),
        ...row("Waiting", queued, "queued"),
        ...row("Came back", bounced, "bounced"),
        ...row("Not sent", failed, "failed"),
        {
          name: "Held back",
          value:
            devicesHeldBack === 0 ? (
              "no device"
            ) : (
              <span>
                <AppLink href={paths.rolloutDevices(rolloutId, { state: "heldBack" })}>
                  {formatCount(devicesHeldBack)} {devicesHeldBack === 1 ? "device" : "devices"}
                </AppLink>
                {devicesWithoutAnybody === 0
                  ? ""
                  : `, ${formatCount(devicesWithoutAnybody)} of them with nobody to tell: name a substitute`}
              </span>
            ),
        },
      ]}
    />
  );
}
