import { Button } from "@fluentui/react-components";
import { DismissRegular } from "@fluentui/react-icons/svg/dismiss";
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef } from "react";
import css from "./split.module.css";

/** A list, and beside it the one thing that is open; above the list where there is little room. Nothing is covered. */
export function Split({ children, panel }: { children: ReactNode; panel: ReactNode }) {
  return (
    <div className={css["split"]} data-open={panel !== null}>
      <div>{children}</div>
      {panel}
    </div>
  );
}

type PanelProps = Readonly<{ title: string; onClose: () => void; children: ReactNode }>;

/** The open thing. It takes the focus when it appears, and gives it back when Escape or the cross closes it. */
export function SidePanel({ title, onClose, children }: PanelProps) {
  const id = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  const cameFrom = useRef<Element | null>(null);
  useEffect(() => {
    cameFrom.current = document.activeElement;
    heading.current?.focus();
    heading.current?.scrollIntoView({ block: "nearest" });
    return () => {
      const before = cameFrom.current;
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  const closeOnEscape = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || event.defaultPrevented || isInDialog(event.target)) return;
    event.preventDefault();
    onClose();
  };
  return (
    <section className={css["panel"]} aria-labelledby={id} onKeyDown={closeOnEscape}>
      <div className={css["head"]}>
        <h2 id={id} ref={heading} tabIndex={-1}>
          {title}
        </h2>
        <Button appearance="subtle" icon={<DismissRegular />} aria-label="Close" onClick={onClose} />
      </div>
      {children}
    </section>
  );
}

/** A dialog over the panel has an Escape of its own. */
function isInDialog(target: EventTarget): boolean {
  return target instanceof Element && target.closest("dialog") !== null;
}
