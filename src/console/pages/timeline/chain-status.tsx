import { useQuery } from "@tanstack/react-query";
import { auditVerificationQuery } from "../../api/audit.ts";
import { AsOf } from "../../kit/facts.tsx";
import { Card } from "../../kit/layout.tsx";
import { Answer } from "../../kit/standing.tsx";
import { ToneBadge } from "../../kit/state-badge.tsx";
import { formatCount } from "../../words/numbers.ts";
import css from "./timeline.module.css";

/** Whether the log is whole: the server recomputes every hash of it. */
export function ChainStatus() {
  const read = useQuery(auditVerificationQuery());
  return (
    <Answer of={read} what="the state of the audit log" lines={1}>
      {(chain) => (
        <Card tone={chain.ok ? "accent" : "bad"}>
          <div className={css["chain"]}>
            <ToneBadge tone={chain.ok ? "good" : "bad"}>{chain.ok ? "Chain holds" : "Chain broken"}</ToneBadge>
            <span>
              {chain.ok
                ? `${formatCount(chain.entries)} of ${formatCount(chain.entries)} entries of the whole log follow from the ones before them.`
                : `${chain.because} Keep this database as it is and compare it with a backup.`}
            </span>
            <AsOf at={chain.asOf} />
          </div>
        </Card>
      )}
    </Answer>
  );
}
