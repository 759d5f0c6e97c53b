import { useState } from "react";
import type { RolloutDetail } from "../../../http/contract/rollouts.ts";
import { asProblem } from "../../api/problem.ts";
import { getDossier } from "../../api/rollouts.ts";
import { useAnnounce } from "../../kit/announcer.tsx";

/** Takes everything that is known of a rollout away as one JSON file. */
export function useDossierDownload(rollout: Pick<RolloutDetail, "id" | "name">) {
  const [isBusy, setIsBusy] = useState(false);
  const announce = useAnnounce();
  const download = async () => {
    if (isBusy) return;
    setIsBusy(true);
    try {
      const dossier = await getDossier(rollout.id);
      saveAs(`${fileNameOf(rollout.name)}-dossier.json`, JSON.stringify(dossier, null, 2));
      announce.polite("The dossier is saved");
    } catch (error) {
      const { title, help } = asProblem(error);
      announce.assertive(`The dossier could not be collected: ${title}. ${help}`);
    } finally {
      setIsBusy(false);
    }
  };
  return { isBusy, download };
}

function saveAs(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = Object.assign(document.createElement("a"), { href: address, download: name });
  link.click();
  URL.revokeObjectURL(address);
}

/** Letters and digits of any script; everything else that a file system might mind becomes a dash. */
function fileNameOf(name: string): string {
  return (
    name
      .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
      .replaceAll(/^-|-$/g, "")
      .slice(0, 80) || "rollout"
  );
}
