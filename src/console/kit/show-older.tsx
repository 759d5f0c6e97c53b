import { Button } from "@fluentui/react-components";
import { formatCount } from "../words/numbers.ts";

type Props = Readonly<{
  /** What is listed, in the plural: `requests`. */
  what: string;
  shown: number;
  total: number;
  hasMore: boolean;
  isReading: boolean;
  onMore: () => void;
  more?: string;
}>;

/** The end of a list that is read page by page. */
export function ShowOlder({ what, shown, total, hasMore, isReading, onMore, more = `Show older ${what}` }: Props) {
  if (!hasMore) return null;
  return (
    <div>
      <p>
        {formatCount(shown)} of {formatCount(total)} {what} shown
      </p>
      <Button disabledFocusable={isReading} onClick={onMore}>
        {isReading ? "Reading ..." : more}
      </Button>
    </div>
  );
}
