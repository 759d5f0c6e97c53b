import { Button } from "@fluentui/react-components";
import { AddRegular } from "@fluentui/react-icons/svg/add";
import { PageBody, PageHeader } from "../../kit/layout.tsx";
import { Split } from "../../kit/split.tsx";
import { useUrlState } from "../../kit/use-url-state.ts";
import { useSession } from "../../shell/use-session.ts";
import { NewRequestPanel } from "./new-request-panel.tsx";
import { RequestList } from "./request-list.tsx";
import { RequestPanel } from "./request-panel.tsx";

/** Is a rollout creating calls, and which call comes from which? */
export function HelpRequestsPage() {
  const { may } = useSession();
  const [search, change] = useUrlState();
  const { open } = search;
  const isNew = search["new"] === "yes" && may("createHelpRequest");
  const close = () => change({ open: undefined, new: undefined });
  const panel = isNew ? (
    <NewRequestPanel onClose={close} onMade={(id) => change({ new: undefined, open: id })} rollout={search["rollout"]} />
  ) : open !== undefined ? (
    <RequestPanel key={open} id={open} onClose={close} />
  ) : null;
  return (
    <>
      <PageHeader
        title="Help requests"
        lead="Who needed help, and which rollout caused it. A linked request counts at that rollout's gate at once."
        action={
          may("createHelpRequest") ? (
            <Button
              appearance="primary"
              icon={<AddRegular />}
              onClick={() => change({ new: "yes", open: undefined }, { keepInHistory: true })}
            >
              Record a request
            </Button>
          ) : undefined
        }
      />
      <PageBody>
        <Split panel={panel}>
          <RequestList />
        </Split>
      </PageBody>
    </>
  );
}
