import { Button } from "@fluentui/react-components";
import { ArrowSyncRegular } from "@fluentui/react-icons/svg/arrow-sync";
import { Component, type ReactNode } from "react";
import { isMissingCode, missingCodeProblem } from "../api/problem.ts";
import { ErrorState } from "./standing.tsx";

type Props = Readonly<{
  error: unknown;
  /** What was wanted: `The chart could not be drawn`. */
  what: string;
  onRetry?: () => void;
}>;

/** In place of a part of the console that failed to draw, or whose code could not be fetched: then only loading anew helps. */
export function BrokenPart({ error, what, onRetry }: Props) {
  if (!isMissingCode(error)) return <ErrorState error={error} what={what} {...(onRetry === undefined ? {} : { onRetry })} />;
  return (
    <>
      <ErrorState error={missingCodeProblem()} what={what} />
      <div>
        <Button icon={<ArrowSyncRegular />} onClick={() => window.location.reload()}>
          Load the page again
        </Button>
      </div>
    </>
  );
}

type BoundaryProps = Readonly<{ fallback: (error: unknown) => ReactNode; children: ReactNode }>;

/** Keeps a failure to one part of the page: everything around it, HALT above all, stays. */
export class PartBoundary extends Component<BoundaryProps, Readonly<{ failure: Readonly<{ error: unknown }> | null }>> {
  override state: Readonly<{ failure: Readonly<{ error: unknown }> | null }> = { failure: null };

  static getDerivedStateFromError(error: unknown) {
    return { failure: { error } };
  }

  override render(): ReactNode {
    const { failure } = this.state;
    return failure === null ? this.props.children : this.props.fallback(failure.error);
  }
}
