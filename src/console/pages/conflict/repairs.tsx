import { Button } from "@fluentui/react-components";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import type { ConflictAnswer, ConflictRepair } from "../../../http/contract/conflicts.ts";
import type { DraftAnswer } from "../../../http/contract/drafts.ts";
import { keepRepair } from "../../api/conflicts.ts";
import { planDraft } from "../../api/plans.ts";
import { useAnnounce } from "../../kit/announcer.tsx";
import { AssignmentWords } from "../../kit/assignment-words.tsx";
import { CopyButton } from "../../kit/copy-button.tsx";
import { CountLink, KeyValueList } from "../../kit/facts.tsx";
import { Folded } from "../../kit/folded.tsx";
import { Section } from "../../kit/layout.tsx";
import { SettingName, SettingValue } from "../../kit/setting-value.tsx";
import { EmptyState, ErrorState } from "../../kit/standing.tsx";
import { paths } from "../../paths.ts";
import { useSession } from "../../shell/use-session.ts";
import { asCli } from "../../words/commands.ts";
import { repairWords } from "../../words/conflicts.ts";
import { countOf, formatCount } from "../../words/numbers.ts";
import { platformText } from "../../words/platforms.ts";
import css from "./conflict.module.css";

/** Ways out, as the server ranks them. */
export function Repairs({ conflict }: { conflict: ConflictAnswer }) {
  const { may } = useSession();
  const { repairs } = conflict;
  if (repairs.length === 0)
    return (
      <Section title="No repair">
        <EmptyState
          title="No repair is known"
          why={
            conflict.node === null
              ? "What cannot be read cannot be edited here either."
              : "None of the edits that were tried on the estate ends it without bringing another hard conflict."
          }
          next="Decide which of the policies should hold here, change the other by hand, and plan that change."
        />
      </Section>
    );
  return (
    <Section title={countOf(repairs.length, "repair")}>
      <p>
        Each was tried on the estate: it ends this conflict and brings no other hard one. What can be planned stands first, then
        what changes the fewest devices. A draft touches no device.
        {may("repairConflict") ? "" : " Only authors make drafts: ask somebody with this role."}
      </p>
      <ol className={css["repairs"]}>
        {repairs.map((repair) => (
          <Repair key={repair.kind} conflict={conflict} repair={repair} />
        ))}
      </ol>
    </Section>
  );
}

type RepairProps = Readonly<{ conflict: ConflictAnswer; repair: ConflictRepair }>;

function Repair({ conflict, repair }: RepairProps) {
  const { may } = useSession();
  return (
    <li className={css["repair"]}>
      <h3>{repairWords(repair)}</h3>
      <KeyValueList items={effectsOf(repair, conflict)} />
      <Folded items={repair.settings} what="settings" first={3}>
        {(shown) => (
          <ul className={css["settings"]}>
            {shown.map((one) => (
              <li key={`${one.kind} ${one.node}`}>
                <SettingName node={one.node} />
                <span>
                  <SettingValue node={one.node} value={one.kind === "added" ? null : one.before} tone="before" /> {"→ "}
                  <SettingValue node={one.node} value={one.kind === "removed" ? null : one.after} tone="after" />
                </span>
              </li>
            ))}
          </ul>
        )}
      </Folded>
      {may("repairConflict") ? <Keep conflictId={conflict.id} repair={repair} /> : null}
    </li>
  );
}

function effectsOf(repair: ConflictRepair, { ofDevices, devices }: ConflictAnswer) {
  const { kind, name, devicesChanged, devicesLost, solves, platforms, assignments } = repair;
  return [
    { name: "Would change", value: <CountLink count={devicesChanged} of={ofDevices} label="devices" withShare /> },
    ...(devicesLost === 0
      ? []
      : [{ name: "Would lose it", value: <CountLink count={devicesLost} of={ofDevices} label={`devices lose “${name}”`} /> }]),
    { name: "Would end", value: `${countOf(solves, "conflict")} of the two, this one on ${countOf(devices, "device")}` },
    ...(kind.startsWith("exclude") ? [{ name: "Assigned after", value: <AssignmentWords lines={assignments} /> }] : []),
    ...(kind.startsWith("platforms") ? [{ name: "For after", value: platforms.map(platformText).join(", ") }] : []),
  ];
}

/** The draft is kept, and planned where it can be: the plan is what is looked at next. */
function Keep({ conflictId, repair: { kind, plannable } }: Readonly<{ conflictId: string; repair: ConflictRepair }>) {
  const router = useRouter();
  const announce = useAnnounce();
  const keep = useMutation({
    mutationFn: () => keepRepair(conflictId, kind),
    onSuccess: (draft) => {
      announce.polite(`Kept as the draft ${draft.title}`);
      if (plannable) plan.mutate(draft);
    },
  });
  const plan = useMutation({
    mutationFn: ({ id }: DraftAnswer) => planDraft(id),
    onSuccess: ({ hash }) => router.history.push(paths.planOf(hash)),
  });
  const isBusy = keep.isPending || plan.isPending;
  return (
    <>
      <div className={css["actions"]}>
        <Button disabledFocusable={isBusy} onClick={() => keep.mutate()}>
          {isBusy ? "Working ..." : plannable ? "Keep as a draft and see its plan" : "Keep as a draft"}
        </Button>
        <CopyButton quiet label="Copy as CLI" textOf={() => asCli(["conflicts", "repair", conflictId, kind])} />
      </div>
      {plannable ? null : (
        <p className={css["quiet"]}>
          It takes the policy from a part of its devices, which no rollout does in phases yet: it can be kept as a draft, and not
          be planned.
        </p>
      )}
      {keep.error === null ? null : <ErrorState error={keep.error} what="The draft could not be made" />}
      {keep.data === undefined || plan.isPending ? null : <Kept draft={keep.data} />}
      {plan.error === null ? null : <ErrorState error={plan.error} what="The draft is kept; its plan could not be made" />}
    </>
  );
}

function Kept({ draft: { id, title, settings } }: { draft: DraftAnswer }) {
  return (
    <p role="status">
      Kept as the draft “{title}” (<code>{id}</code>), {formatCount(settings.length)} changed{" "}
      {settings.length === 1 ? "setting" : "settings"}.{" "}
      <CopyButton quiet label="Copy as CLI" textOf={() => asCli(["draft", "show", id])} />
    </p>
  );
}
