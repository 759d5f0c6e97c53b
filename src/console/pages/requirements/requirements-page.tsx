import { Button } from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { keys } from "../../api/keys.ts";
import { queryClient } from "../../api/query-client.ts";
import { addStarter, coverageQuery, starterQuery } from "../../api/requirements.ts";
import { useAnnounce } from "../../kit/announcer.tsx";
import { AppLink } from "../../kit/app-link.tsx";
import { AsOf } from "../../kit/facts.tsx";
import { PageBody, PageHeader, Section } from "../../kit/layout.tsx";
import { Split } from "../../kit/split.tsx";
import { Answer, ErrorState } from "../../kit/standing.tsx";
import { useUrlState } from "../../kit/use-url-state.ts";
import { paths } from "../../paths.ts";
import { useSession } from "../../shell/use-session.ts";
import { countOf, formatCount, formatShare } from "../../words/numbers.ts";
import { RequirementList } from "./requirement-list.tsx";
import { RequirementPanel } from "./requirement-panel.tsx";
import { SettingsWithout } from "./settings-without.tsx";
import css from "./requirements.module.css";

/** What has to hold on devices, and does it? */
export function RequirementsPage() {
  const { may } = useSession();
  const [search, change] = useUrlState();
  const { open } = search;
  const close = () => change({ open: undefined });
  return (
    <>
      <PageHeader
        title="Requirements"
        lead="What has to hold on devices and why, and on how many of them live policies bring it about."
        action={may("addStarterRegister") ? <StarterButton /> : undefined}
        more={may("makeFirstPolicies") ? <AppLink href={paths.firstPolicies()}>Make first policies</AppLink> : undefined}
      />
      <PageBody>
        <Numbers />
        <Split panel={open === undefined ? null : <RequirementPanel key={open} id={open} onClose={close} />}>
          <RequirementList />
        </Split>
        <SettingsWithout />
      </PageBody>
    </>
  );
}

function Numbers() {
  const read = useQuery(coverageQuery());
  return (
    <Section title="Coverage" aside={read.data === undefined ? null : <AsOf at={read.data.asOf} />}>
      <Answer of={read} what="The coverage">
        {({ requirements, byStatus, open, mapped, settings, settingsWithRequirement, policies, devices, acceptedGaps }) => (
          <>
            <div className={css["numbers"]}>
              <Figure value={byStatus.met} of={requirements} what="requirements met" />
              <Figure value={open} of={requirements} what="requirements open" />
              <Figure value={mapped} of={requirements} what="with a setting or an accepted gap" />
              <Figure value={settingsWithRequirement} of={settings} what="settings of live policies with a requirement" />
            </div>
            <p className={css["quiet"]}>
              As brought about by {countOf(policies, "live policy", "live policies")} on {countOf(devices, "device")};{" "}
              {countOf(acceptedGaps, "accepted gap")}.
            </p>
          </>
        )}
      </Answer>
    </Section>
  );
}

function Figure({ value, of, what }: Readonly<{ value: number; of: number; what: string }>) {
  const share = formatShare(value, of);
  return (
    <p>
      <strong>
        {formatCount(value)} of {formatCount(of)}
        {share === "" ? "" : ` (${share})`}
      </strong>
      {what}
    </p>
  );
}

/** Takes over from the baseline what the register lacks; nothing that somebody wrote is touched. */
function StarterButton() {
  const announce = useAnnounce();
  const { data } = useQuery(starterQuery());
  const [isBusy, setIsBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const fresh = data?.counts.new ?? 0;
  if (fresh === 0 && error === null) return null;
  const add = async () => {
    if (isBusy) return;
    setIsBusy(true);
    setError(null);
    try {
      const { added } = await addStarter();
      announce.polite(`${countOf(added.length, "requirement")} added`);
      await queryClient.invalidateQueries({ queryKey: keys.policies("requirements") });
    } catch (caught) {
      setError(caught);
    }
    setIsBusy(false);
  };
  return (
    <>
      <Button appearance="primary" disabledFocusable={isBusy} onClick={() => void add()}>
        {isBusy ? "Adding ..." : `Add ${countOf(fresh, "requirement")} from the baseline`}
      </Button>
      {error === null ? null : <ErrorState error={error} what="The requirements could not be added" />}
    </>
  );
}
