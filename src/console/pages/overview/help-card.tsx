import { useQuery } from "@tanstack/react-query";
import type { HelpRequestsAnswer } from "../../../http/contract/communication.ts";
import { helpRequestsQuery } from "../../api/help-requests.ts";
import { AppLink } from "../../kit/app-link.tsx";
import { Age, AsOf } from "../../kit/facts.tsx";
import { Section } from "../../kit/layout.tsx";
import { Answer } from "../../kit/standing.tsx";
import { paths } from "../../paths.ts";
import { countOf, formatCount, formatDecimal } from "../../words/numbers.ts";
import css from "./cards.module.css";

const SHOWN_MAX = 3;

/** What people ask for because of it, in number and per 1,000 devices that were exposed. */
export function HelpCard({ rolloutId }: { rolloutId: string }) {
  const read = useQuery(helpRequestsQuery({ rollout: rolloutId, limit: SHOWN_MAX }));
  const href = paths.helpRequests({ rollout: rolloutId });
  return (
    <Section title="Help requests" aside={<AppLink href={href}>All of this rollout</AppLink>}>
      <Answer of={read} what="the help requests">
        {(answer) => <Requests answer={answer} href={href} />}
      </Answer>
    </Section>
  );
}

function Requests({ answer, href }: { answer: HelpRequestsAnswer; href: string }) {
  const { rate, items, total, asOf } = answer;
  const per1000 = rate?.per1000Exposed ?? null;
  return (
    <>
      <p>
        <AppLink href={href}>
          <strong>{formatCount(total)}</strong> {total === 1 ? "request" : "requests"}
        </AppLink>
        {rate === null || per1000 === null
          ? " linked to this rollout."
          : `, ${formatDecimal(per1000)} per 1,000 of ${countOf(rate.exposed, "exposed device")}.`}{" "}
        <AsOf at={asOf} />
      </p>
      <ul className={css["lines"]}>
        {items.slice(0, SHOWN_MAX).map((request) => (
          <li key={request.id}>
            <span className={css["grow"]}>{request.summary}</span>
            <span className={css["quiet"]}>
              {request.state}, <Age at={request.openedAt} />
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
