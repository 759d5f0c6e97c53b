import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import { PoliteQueue } from "./polite-queue.ts";
import css from "./announcer.module.css";

export type Announce = Readonly<{
  /** Said when there is time, and shown for a moment; at most one in ten seconds is said, the newest. */
  polite: (text: string) => void;
  /** Said at once; for halts and failures. */
  assertive: (text: string) => void;
}>;

const AnnounceContext = createContext<Announce | null>(null);
const TOAST_MS = 5_000;

export function useAnnounce(): Announce {
  const announce = useContext(AnnounceContext);
  if (announce === null) throw new Error("useAnnounce needs an AnnouncerProvider around it");
  return announce;
}

/** Live regions for the whole console, and the same words as a toast. */
export function AnnouncerProvider({ children }: { children: ReactNode }) {
  const [said, setSaid] = useState({ polite: "", assertive: "" });
  const [toast, setToast] = useState<string | null>(null);
  const announce = useMemo<Announce>(() => {
    const queue = new PoliteQueue((text) => setSaid((before) => ({ ...before, polite: text })));
    return {
      polite: (text) => {
        queue.add(text);
        setToast(text);
      },
      assertive: (text) => {
        setSaid((before) => ({ ...before, assertive: text }));
        setToast(text);
      },
    };
  }, []);
  useEffect(() => {
    if (toast === null) return;
    const timer = setTimeout(() => setToast(null), TOAST_MS);
    return () => clearTimeout(timer);
  }, [toast]);
  return (
    <AnnounceContext value={announce}>
      {children}
      <div className="visually-hidden" aria-live="polite" role="status">
        {said.polite}
      </div>
      <div className="visually-hidden" aria-live="assertive" role="alert">
        {said.assertive}
      </div>
      {toast === null ? null : (
        <div key={toast} ref={showOnTop} popover="manual" className={css["toast"]} aria-hidden>
          {toast}
        </div>
      )}
    </AnnounceContext>
  );
}

/** Above modal dialogs as well. */
function showOnTop(element: HTMLDivElement | null): void {
  element?.showPopover();
}
