import type { DeviceDetail } from "../../../http/contract/devices.ts";
import { CopyButton } from "../../kit/copy-button.tsx";
import { Age } from "../../kit/facts.tsx";
import { Section } from "../../kit/layout.tsx";
import { EmptyState } from "../../kit/standing.tsx";
import { ToneBadge } from "../../kit/state-badge.tsx";
import css from "./device.module.css";
import { KEY_WORDS } from "./device-words.ts";

/** The keys by which the device proves who it is. */
export function DeviceKeys({ keys }: { keys: DeviceDetail["keys"] }) {
  return (
    <Section title="Keys">
      {keys.length === 0 ? (
        <EmptyState
          title="Not enrolled"
          why="The device is known from the estate, but it has no key, so it cannot ask for its policies."
          next={
            <>
              Make an enrolment token with <code>tidegate device enrol-token</code> and start the agent with it.
            </>
          }
        />
      ) : (
        <ul className={css["rows"]}>
          {keys.map(({ thumbprint, status, enrolledAt }) => (
            <li key={thumbprint}>
              <ToneBadge tone={KEY_WORDS[status].tone}>{KEY_WORDS[status].word}</ToneBadge>
              <span className={css["grow"]}>
                <code>{thumbprint}</code>
                <small>
                  enrolled <Age at={enrolledAt} />
                </small>
              </span>
              <CopyButton quiet label="Copy" textOf={() => thumbprint} />
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
