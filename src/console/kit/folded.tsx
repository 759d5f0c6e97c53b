import { Button } from "@fluentui/react-components";
import { type ReactNode, useState } from "react";
import { formatCount } from "../words/numbers.ts";

type Props<Item> = Readonly<{
  items: readonly Item[];
  /** In the plural: `conflicts`. */
  what: string;
  first?: number;
  children: (shown: readonly Item[]) => ReactNode;
}>;
const STEP = 100;

/** The first few of many; the rest a hundred at a time, so that thousands stay usable. */
export function Folded<Item>({ items, what, first = 10, children }: Props<Item>) {
  const [most, setMost] = useState(first);
  const shown = items.slice(0, most);
  const rest = items.length - shown.length;
  return (
    <>
      {children(shown)}
      {rest === 0 ? null : (
        <div>
          <Button onClick={() => setMost(most + STEP)}>
            {rest <= STEP ? `Show ${formatCount(rest)} more` : `Show ${STEP} of ${formatCount(rest)} more`} {what}
          </Button>
        </div>
      )}
    </>
  );
}
