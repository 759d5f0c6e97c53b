import { Button, Switch } from "@fluentui/react-components";
import { useState } from "react";
import { KeyValueList } from "../kit/facts.tsx";
import { Modal } from "../kit/modal.tsx";
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
    <Modal
      open
      onClose={onClose}
      title="Keys"
      actions={
        <Button appearance="primary" onClick={onClose}>
          Close
        </Button>
      }
    >
      <KeyValueList items={items} />
      <Switch label="Single keys" checked={isOn} onChange={(_, { checked }) => change(checked)} />
    </Modal>
  );
}
