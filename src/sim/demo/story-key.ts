/** `good` travels to operations, `bad` is halted by its gate, `waiting` waits for whoever watches. */
export const STORY_KEYS = ["good", "bad", "waiting"] as const;
export type StoryKey = (typeof STORY_KEYS)[number];
export type StoryIds = Readonly<Record<StoryKey, string>>;
