import { Button } from "@fluentui/react-components";
import { CheckmarkRegular } from "@fluentui/react-icons/svg/checkmark";
import { CopyRegular } from "@fluentui/react-icons/svg/copy";
import { useEffect, useState } from "react";
import { useAnnounce } from "./announcer.tsx";

const SHOWN_MS = 2_000;
type Props = Readonly<{ label: string; textOf: () => string; quiet?: boolean }>;

/** Copies a text; also for "Copy as CLI" and "Copy as curl" (words/commands.ts writes those). */
export function CopyButton({ label, textOf, quiet = false }: Props) {
  const [outcome, setOutcome] = useState<"none" | "done" | "refused">("none");
  const announce = useAnnounce();
  useEffect(() => {
    if (outcome === "none") return;
    const timer = setTimeout(() => setOutcome("none"), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(textOf());
      setOutcome("done");
      announce.polite("Copied");
    } catch {
      setOutcome("refused");
      announce.assertive("The browser did not allow copying");
    }
  };
  const words = outcome === "done" ? "Copied" : outcome === "refused" ? "Not allowed" : label;
  return (
    <Button
      appearance={quiet ? "subtle" : "secondary"}
      icon={outcome === "done" ? <CheckmarkRegular /> : <CopyRegular />}
      onClick={() => void copy()}
    >
      {words}
    </Button>
  );
}
