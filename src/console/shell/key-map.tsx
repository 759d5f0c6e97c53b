import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Switch,
} from "@fluentui/react-components";
import { useState } from "react";
import { KeyValueList } from "../kit/facts.tsx";
import { areSingleKeysOn, switchSingleKeys } from "../kit/single-keys.ts";
import { KEYS } from "./use-shortcuts.ts";

/** Which keys do what, and the switch for those that are one letter. */
export function KeyMap({ onClose }: { onClose: () => void }) {
  const [isOn, setIsOn] = useState(areSingleKeysOn());
  const change = (on: boolean) => {
    switchSingleKeys(on);
    setIsOn(on);
  };
  const items = KEYS.filter(({ isSingle }) => isOn || !isSingle).map(({ keys, words }) => ({
    name: words,
    value: <kbd>{keys}</kbd>,
  }));
  return (
    <Dialog open onOpenChange={(_, { open }) => (open ? undefined : onClose())}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>Keys</DialogTitle>
          <DialogContent>
            <KeyValueList items={items} />
            <Switch label="Single keys" checked={isOn} onChange={(_, { checked }) => change(checked)} />
          </DialogContent>
          <DialogActions>
            <Button appearance="primary" onClick={onClose}>
              Close
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
