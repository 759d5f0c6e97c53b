import { Button } from "@fluentui/react-components";
import { DismissRegular } from "@fluentui/react-icons/svg/dismiss";
import { type MouseEvent, type ReactNode, useEffect, useId, useLayoutEffect, useRef } from "react";
import css from "./modal.module.css";

type Props = Readonly<{
  open: boolean;
  onClose: () => void;
  title: string;
  children: ReactNode;
  /** Buttons at the end; without them there is only the cross. */
  actions?: ReactNode;
  wide?: boolean;
  /** For boxes that say themselves what they are: the title is then only heard. */
  hideTitle?: boolean;
}>;

/** The browser's own modal dialog: it traps focus, closes with Escape and gives the focus back. */
export function Modal(props: Props) {
  const { open, onClose } = props;
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = ref.current;
    if (dialog === null) return;
    if (open && !dialog.open) dialog.showModal();
    if (!open && dialog.open) dialog.close();
  }, [open]);
  // A dialog that leaves the page while it is open would take the focus with it: closing gives it back.
  useLayoutEffect(() => {
    const dialog = ref.current;
    return () => dialog?.close();
  }, []);
  const closeOnBackdrop = (event: MouseEvent<HTMLDialogElement>) => {
    if (event.target === ref.current) onClose();
  };
  const id = useId();
  return (
    <dialog
      ref={ref}
      className={css["dialog"]}
      data-wide={props.wide}
      aria-labelledby={id}
      // Where the page has closed it already, somebody else may be open by now.
      onClose={() => (open ? onClose() : undefined)}
      onMouseDown={closeOnBackdrop}
    >
      {open ? <ModalInside {...props} titleId={id} /> : null}
    </dialog>
  );
}

function ModalInside({ title, children, actions, hideTitle = false, onClose, titleId }: Props & { titleId: string }) {
  return (
    <div className={css["inside"]}>
      <div className={hideTitle ? "visually-hidden" : css["head"]}>
        <h2 id={titleId}>{title}</h2>
        {hideTitle ? null : <Button appearance="subtle" icon={<DismissRegular />} aria-label="Close" onClick={onClose} />}
      </div>
      {children}
      {actions === undefined ? null : <div className={css["actions"]}>{actions}</div>}
    </div>
  );
}
