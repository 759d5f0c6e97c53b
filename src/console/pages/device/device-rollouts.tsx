import type { DeviceDetail } from "../../../http/contract/devices.ts";
import { AppLink } from "../../kit/app-link.tsx";
import { Age } from "../../kit/facts.tsx";
import { Section } from "../../kit/layout.tsx";
import { EmptyState } from "../../kit/standing.tsx";
import { StateBadge, ToneBadge } from "../../kit/state-badge.tsx";
import { paths } from "../../paths.ts";
import { capitalised } from "../../words/capitalised.ts";
import { ROLLOUT_STATES, type RolloutState } from "../../words/states.ts";
import css from "./device.module.css";

/** The rollouts that have chosen this device, with their phase and what it was offered. */
export function DeviceRollouts({ rollouts }: { rollouts: DeviceDetail["rollouts"] }) {
  return (
    <Section title="Rollouts">
      {rollouts.length === 0 ? (
        <EmptyState title="In no rollout" why="No phase of any rollout has chosen this device so far." />
      ) : (
        <ul className={css["rows"]}>
          {rollouts.map((rollout) => (
            <Line key={rollout.id} rollout={rollout} />
          ))}
        </ul>
      )}
    </Section>
  );
}

function Line({
  rollout: { id, name, status, phaseIndex, phaseName, offeredAt },
}: {
  rollout: DeviceDetail["rollouts"][number];
}) {
  return (
    <li>
      <span className={css["grow"]}>
        <AppLink href={paths.rollout(id)}>{name}</AppLink>
        <small>
          <AppLink href={paths.rolloutDevices(id, { phase: String(phaseIndex) })}>{capitalised(phaseName)}</AppLink>;{" "}
          {offeredAt === null ? (
            "not offered to this device yet"
          ) : (
            <>
              offered <Age at={offeredAt} />
            </>
          )}
        </small>
      </span>
      {status in ROLLOUT_STATES ? (
        <StateBadge kind="rollout" state={status as RolloutState} />
      ) : (
        <ToneBadge tone="quiet">{status}</ToneBadge>
      )}
    </li>
  );
}
