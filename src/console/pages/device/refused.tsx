import { Card } from "../../kit/layout.tsx";
import { ToneBadge } from "../../kit/state-badge.tsx";
import { refusedWords } from "./device-words.ts";

/** A device that does not believe its bundle stays as it was: the first thing to look at. */
export function Refused({ refused }: { refused: unknown }) {
  const words = refusedWords(refused);
  if (words === null) return null;
  return (
    <Card tone="bad">
      <div>
        <ToneBadge tone="bad">Refused its latest bundle</ToneBadge>
      </div>
      <p>
        The device says: <strong>{words}</strong>
      </p>
      <p>It stays as it was until it takes a newer one. Compare its key and its clock with what the server holds.</p>
    </Card>
  );
}
