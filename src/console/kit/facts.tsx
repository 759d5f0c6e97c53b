import type { ReactNode } from "react";
import { useServerNow } from "../api/server-clock.ts";
import { formatCount, formatShare } from "../words/numbers.ts";
import { formatAge, formatInstant, formatInstantLong, formatSpan, formatUntil, machineTime } from "../words/times.ts";
import { AppLink } from "./app-link.tsx";
import css from "./facts.module.css";

/** A moment in the viewer's zone; the title has day and zone. */
export function Instant({ at }: { at: number }) {
  const now = useServerNow();
  return (
    <time dateTime={machineTime(at)} title={formatInstantLong(at)}>
      {formatInstant(at, now)}
    </time>
  );
}

/** How long ago by the server's clock; the title has the moment itself. */
export function Age({ at }: { at: number }) {
  const now = useServerNow();
  return (
    <time dateTime={machineTime(at)} title={formatInstantLong(at)}>
      {formatAge(at, now)}
    </time>
  );
}

/** How long until, by the server's clock. */
export function Until({ at }: { at: number }) {
  const now = useServerNow();
  return (
    <time dateTime={machineTime(at)} title={formatInstantLong(at)}>
      {formatUntil(at, now)}
    </time>
  );
}

export function Duration({ ms }: { ms: number }) {
  return <span className={css["keep"]}>{formatSpan(ms)}</span>;
}

/** `as of 14:03:10`. */
export function AsOf({ at }: { at: number }) {
  return (
    <span className={css["asOf"]}>
      as of <Instant at={at} />
    </span>
  );
}

type CountLinkProps = Readonly<{
  count: number;
  of: number;
  /** What is counted: `devices failed`. */
  label: string;
  /** The list that makes the number; left out where there is none to open. */
  href?: string;
  asOf?: number;
  withShare?: boolean;
}>;

/** `7 of 87 devices failed`, a link to those 7, with the number's age. */
export function CountLink({ count, of, label, href, asOf, withShare = false }: CountLinkProps) {
  const share = withShare ? formatShare(count, of) : "";
  const words = (
    <>
      <strong>{formatCount(count)}</strong> of {formatCount(of)} {label}
      {share === "" ? null : ` (${share})`}
    </>
  );
  return (
    <span className={css["count"]}>
      {href === undefined ? <span>{words}</span> : <AppLink href={href}>{words}</AppLink>}
      {asOf === undefined ? null : <AsOf at={asOf} />}
    </span>
  );
}

/** Names and what they hold, as a list for people and screen readers. */
export function KeyValueList({ items }: { items: readonly Readonly<{ name: string; value: ReactNode }>[] }) {
  return (
    <dl className={css["pairs"]}>
      {items.map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
