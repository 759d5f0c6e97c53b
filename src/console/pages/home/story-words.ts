import type { DemoAnswer } from "../../../http/contract/live.ts";
import type { RolloutSummary } from "../../../http/contract/rollouts.ts";
import { paths } from "../../paths.ts";
import type { RolloutState } from "../../words/states.ts";

type Story = DemoAnswer["stories"][number];
type Words = Readonly<{ title: string; go: string; href: string | null; text: string }>;

const ORDER: readonly Story["key"][] = ["good", "bad", "waiting"];
const STOPPED: readonly RolloutState[] = ["halted", "rolling-back", "rolled-back"];

export function inOrder(stories: readonly Story[]): readonly Story[] {
  return ORDER.flatMap((key) => stories.filter((story) => story.key === key));
}

/** What a story is called and leads to, by how far it is; without a rollout it has not begun. */
export function storyWords(story: Story, rollout: RolloutSummary | undefined): Words {
  const text = textOf(story, rollout);
  if (rollout === undefined) return { title: TITLES[story.key], go: "", href: null, text };
  const { id, status, waitsForApproval } = rollout;
  if (story.key === "good")
    return { title: TITLES.good, go: story.done ? "See how it went" : "Watch it move", href: paths.rollout(id), text };
  if (story.key === "bad") {
    const isStopped = STOPPED.includes(status);
    const title = isStopped ? "2. A bad change was stopped" : TITLES.bad;
    return { title, go: isStopped ? "See why it was stopped" : "Watch its gate", href: paths.rollout(id), text };
  }
  if (STOPPED.includes(status))
    return { title: "3. The one that waited was stopped", go: "See why it was stopped", href: paths.rollout(id), text };
  if (waitsForApproval !== null) return { title: TITLES.waiting, go: "Read it and decide", href: paths.decision(id), text };
  return { title: "3. This one waited for you", go: "See what follows", href: paths.rollout(id), text };
}

const TITLES: Readonly<Record<Story["key"], string>> = {
  good: "1. A good change travels",
  bad: "2. A bad change meets its gate",
  waiting: "3. One waits for you",
};

/** The rollout's name stands above the text already. */
function textOf(story: Story, rollout: RolloutSummary | undefined): string {
  const prefix = rollout === undefined ? "" : `${rollout.name}: `;
  const text = prefix !== "" && story.text.startsWith(prefix) ? story.text.slice(prefix.length) : story.text;
  return rollout === undefined ? `${text}: begins in a moment` : `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
