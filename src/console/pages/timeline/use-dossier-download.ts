import { useState } from "react";
import type { RolloutDetail } from "../../../http/contract/rollouts.ts";
import { asProblem } from "../../api/problem.ts";
import { getDossier } from "../../api/rollouts.ts";
import { useAnnounce } from "../../kit/announcer.tsx";
import { saveAs } from "../../kit/save-as.ts";

/** Takes everything that is known of a rollout away as one JSON file. */
export function useDossierDownload(rollout: Pick<RolloutDetail, "id" | "name">) {
  const [isBusy, setIsBusy] = useState(false);
  const announce = useAnnounce();
  const download = async () => {
    if (isBusy) return;
    setIsBusy(true);
    try {
      const dossier = await getDossier(rollout.id);
      saveAs(rollout.name, "dossier.json", JSON.stringify(dossier, null, 2), "application/json");
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
