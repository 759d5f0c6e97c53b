import { Button } from "@fluentui/react-components";
import { RecordStopFilled } from "@fluentui/react-icons/svg/record-stop";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { RolloutDetail, RolloutSummary } from "../../http/contract/rollouts.ts";
import { keys } from "../api/keys.ts";
import { commandRollout, rolloutQuery } from "../api/rollouts.ts";
import { AppLink } from "../kit/app-link.tsx";
import { CountLink } from "../kit/facts.tsx";
import { ErrorState } from "../kit/standing.tsx";
import { StateBadge } from "../kit/state-badge.tsx";
import { paths } from "../paths.ts";
import { countOf } from "../words/numbers.ts";
import css from "./halt-dialog.module.css";

type Props = Readonly<{ rollout: RolloutSummary; reason: string; may: boolean; onSent: () => void }>;

/** One rollout and its halt: sent at the click, and from then on what is true of it. */
export function HaltRow({ rollout, reason, may, onSent }: Props) {
  const client = useQueryClient();
  const halt = useMutation({
    mutationFn: () => commandRollout(rollout.id, { command: "halt", reason: reason.trim() }),
    onMutate: onSent,
    onSuccess: (detail) => {
      client.setQueryData(keys.rollout(rollout.id, "detail"), detail);
      void client.invalidateQueries({ queryKey: keys.rollouts() });
      void client.invalidateQueries({ queryKey: keys.inbox });
    },
  });
  return (
    <li className={css["row"]}>
      <div className={css["who"]}>
        <AppLink href={paths.rollout(rollout.id)}>{rollout.name}</AppLink>
        <StateBadge kind="rollout" state={halt.data?.status ?? rollout.status} />
        <CountLink
          count={rollout.totals.exposed}
          of={rollout.population}
          label="devices exposed"
          href={paths.rolloutDevices(rollout.id)}
          asOf={rollout.asOf}
        />
      </div>
      {halt.data === undefined ? (
        <Button
          appearance="primary"
          className={css["halt"] ?? ""}
          icon={<RecordStopFilled />}
          disabled={!may || halt.isPending || reason.trim() === ""}
          onClick={() => halt.mutate()}
        >
          {halt.isPending ? "Halt sent ..." : "Halt"}
          <span className="visually-hidden"> {rollout.name}</span>
        </Button>
      ) : (
        <HaltTruth atHalt={halt.data} />
      )}
      <p className="visually-hidden" role="alert">
        {halt.isPending ? `Halt of ${rollout.name} sent` : ""}
      </p>
      {halt.error === null ? null : <ErrorState error={halt.error} what={`${rollout.name} could not be halted`} />}
    </li>
  );
}

/** What a halt came to: who holds the change, and whether anybody was offered it since. */
function HaltTruth({ atHalt }: { atHalt: RolloutDetail }) {
  const { data: now = atHalt } = useQuery(rolloutQuery(atHalt.id));
  const offeredSince = Math.max(0, now.totals.exposed - atHalt.totals.exposed);
  return (
    <p className={css["truth"]} role="alert">
      <strong>Halted.</strong> {countOf(now.totals.exposed, "device")} exposed. Offered after the halt:{" "}
      <strong>{offeredSince}</strong>. <AppLink href={paths.rollout(atHalt.id)}>What to do next</AppLink>
    </p>
  );
}
