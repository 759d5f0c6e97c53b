import type { DemoAnswer } from "../../../http/contract/live.ts";
import type { RolloutSummary } from "../../../http/contract/rollouts.ts";
import { AppLink } from "../../kit/app-link.tsx";
import { Section } from "../../kit/layout.tsx";
import { SegmentedBar } from "../../kit/segmented-bar.tsx";
import { StateBadge } from "../../kit/state-badge.tsx";
import { HarmedModels } from "./harmed-models.tsx";
import { phaseBar } from "../../words/states.ts";
import css from "./home.module.css";
import { inOrder, storyWords } from "./story-words.ts";

type Story = DemoAnswer["stories"][number];

/** The demo in three boxes: what moves, what was stopped and why, what waits. */
export function DemoStories({ demo, rollouts }: { demo: DemoAnswer; rollouts: readonly RolloutSummary[] }) {
  return (
    <Section title="Three stories to watch" card={false}>
      <ol className={css["stories"]}>
        {inOrder(demo.stories).map((story) => (
          <li key={story.key} className={css["story"]} data-story={story.key}>
            <StoryBox story={story} rollout={rollouts.find(({ id }) => id === story.rolloutId)} />
          </li>
        ))}
      </ol>
    </Section>
  );
}

function StoryBox({ story, rollout }: { story: Story; rollout: RolloutSummary | undefined }) {
  const { title, go, href, text } = storyWords(story, rollout);
  const bar = rollout === undefined ? null : phaseBar(rollout);
  return (
    <>
      <h3>{title}</h3>
      {rollout === undefined ? null : (
        <div className={css["storyHead"]}>
          <p className={css["strong"]}>{rollout.name}</p>
          <StateBadge kind="rollout" state={rollout.status} />
        </div>
      )}
      <p>{text}</p>
      {bar === null ? null : <SegmentedBar {...bar} label={rollout?.phase?.name ?? ""} bare thin />}
      {story.key === "bad" && rollout !== undefined && rollout.totals.everFailed > 0 ? <HarmedModels rollout={rollout} /> : null}
      {href === null ? null : (
        <p className={css["go"]}>
          <AppLink href={href}>
            {go}
            <span className="visually-hidden">: {rollout?.name}</span>
          </AppLink>
        </p>
      )}
    </>
  );
}
