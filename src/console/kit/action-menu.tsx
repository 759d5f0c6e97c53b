import { Button } from "@fluentui/react-components";
import { ChevronDownRegular } from "@fluentui/react-icons/svg/chevron-down";
import { useId } from "react";
import css from "./action-menu.module.css";

type Action = Readonly<{ key: string; label: string; onChoose: () => void }>;

/** Further actions behind one button: the browser's own popover, which Escape and a click beside it close. */
export function ActionMenu({ label, actions }: { label: string; actions: readonly Action[] }) {
  const id = useId();
  return (
    <>
      <Button icon={<ChevronDownRegular />} iconPosition="after" popoverTarget={id}>
        {label}
      </Button>
      <div id={id} popover="auto" role="group" aria-label={label} className={css["menu"]}>
        {actions.map((action) => (
          <button key={action.key} type="button" popoverTarget={id} popoverTargetAction="hide" onClick={action.onChoose}>
            {action.label}
          </button>
        ))}
      </div>
    </>
  );
}
