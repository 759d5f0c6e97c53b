import { Button } from "@fluentui/react-components";
import { ArrowSyncRegular } from "@fluentui/react-icons/svg/arrow-sync";
import { ErrorCircleFilled } from "@fluentui/react-icons/svg/error-circle";
import { type ReactNode, useEffect, useState } from "react";
import { capitalised } from "../words/capitalised.ts";
import { asProblem } from "../api/problem.ts";
import css from "./standing.module.css";

/** Nothing here: what it is, why it is empty, and the next step. */
export function EmptyState({ title, why, next }: { title: string; why: ReactNode; next?: ReactNode }) {
  return (
    <div className={css["empty"]}>
      <p className={css["emptyTitle"]}>{title}</p>
      <p>{why}</p>
      {next === undefined ? null : <div>{next}</div>}
    </div>
  );
}

type ErrorProps = Readonly<{
  error: unknown;
  /** What was wanted: `The rollouts could not be read`. */
  what: string;
  onRetry?: () => void;
}>;

/** What failed, what still works, what to do, and the id to quote. */
export function ErrorState({ error, what, onRetry }: ErrorProps) {
  const problem = asProblem(error);
  return (
    <div className={css["error"]} role="alert">
      <ErrorCircleFilled aria-hidden className={css["errorIcon"] ?? ""} />
      <div className={css["errorText"]}>
        <p className={css["emptyTitle"]}>{what}</p>
        <p>
          {problem.title}. <WithCode text={problem.detail} />
        </p>
        {problem.issues.length === 0 ? null : (
          <ul className={css["issues"]}>
            {problem.issues.map((issue) => (
              <li key={`${issue.at} ${issue.code}`}>
                {issue.at === "" ? "" : `${issue.at}: `}
                {issue.message} {issue.help}
              </li>
            ))}
          </ul>
        )}
        <p>
          <WithCode text={problem.help} />
        </p>
        <p className={css["quiet"]}>{problem.stillWorks}</p>
        <p className={css["quiet"]}>
          Quote <code>{problem.code}</code>
          {problem.requestId === null ? null : (
            <>
              {" and "}
              <code>{problem.requestId}</code>
            </>
          )}
          .
        </p>
        {onRetry === undefined ? null : (
          <div>
            <Button icon={<ArrowSyncRegular />} onClick={onRetry}>
              Try again
            </Button>
          </div>
        )}
      </div>
    </div>
  );
}

/** The server writes commands between backticks. */
function WithCode({ text }: { text: string }) {
  return text.split("`").map((part, index) => (index % 2 === 0 ? part : <code key={part}>{part}</code>));
}

const WORDS_AFTER_MS = 1_000;

/** Grey lines at once, words after a second. `what`: `Reading the rollouts`. */
export function LoadingState({ what, lines = 3 }: { what: string; lines?: number }) {
  const [hasWords, setHasWords] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setHasWords(true), WORDS_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className={css["loading"]} aria-busy="true">
      {Array.from({ length: lines }, (_, index) => (
        <span key={index} className={css["bone"]} aria-hidden />
      ))}
      <p role="status" className={css["quiet"]}>
        {hasWords ? `${what} ...` : ""}
      </p>
    </div>
  );
}

type Read<Data> = Readonly<{ data: Data | undefined; error: unknown; refetch: () => unknown }>;

/** The three standings of an answer: not there yet, failed, there. An answer that is there stays while a new one fails. */
export function Answer<Data>(
  props: Readonly<{ of: Read<Data>; what: string; lines?: number; children: (data: Data) => ReactNode }>,
) {
  const { of: read, what, lines = 3, children } = props;
  const failed =
    read.error === null || read.error === undefined ? null : (
      <ErrorState error={read.error} what={`${capitalised(what)} could not be read`} onRetry={() => void read.refetch()} />
    );
  if (read.data === undefined)
    return failed ?? <LoadingState what={`Reading ${what.charAt(0).toLowerCase()}${what.slice(1)}`} lines={lines} />;
  return (
    <>
      {failed}
      {children(read.data)}
    </>
  );
}
