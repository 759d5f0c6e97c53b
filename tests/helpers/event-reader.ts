import { liveEvent, type LiveEvent } from "../../src/http/contract/live.ts";

export type HeardEvent = LiveEvent & Readonly<{ id: number; heardMs: number }>;
export type EventReader = Readonly<{
  status: number;
  headers: Headers;
  heard: readonly HeardEvent[];
  /** The first event, heard already or still to come, that fits; throws when the stream ends before. */
  until: (fits: (event: HeardEvent) => boolean) => Promise<HeardEvent>;
  /** Settles when the server has ended the stream. */
  ended: Promise<void>;
  close: () => void;
}>;

/** Reads `GET /api/v1/events` as a browser would. */
export async function readEvents(origin: string, token: string): Promise<EventReader> {
  const leaving = new AbortController();
  const answer = await fetch(`${origin}/api/v1/events`, {
    headers: { authorization: `Bearer ${token}` },
    signal: leaving.signal,
  });
  const heard: HeardEvent[] = [];
  const state = { isOver: false, tell: (): void => undefined };
  const ended = listen(answer, (event) => {
    heard.push(event);
    state.tell();
  }).finally(() => {
    state.isOver = true;
    state.tell();
  });
  return {
    status: answer.status,
    headers: answer.headers,
    heard,
    until: async (fits) => {
      for (;;) {
        const found = heard.find(fits);
        if (found !== undefined) return found;
        if (state.isOver) throw new Error("the stream ended before");
        await new Promise<void>((resolve) => {
          state.tell = resolve;
        });
      }
    },
    ended,
    close: () => leaving.abort(),
  };
}

async function listen({ status, body }: Response, hear: (event: HeardEvent) => void): Promise<void> {
  if (status !== 200 || body === null) return;
  const decoder = new TextDecoder();
  let text = "";
  try {
    for await (const bytes of body) {
      text += decoder.decode(bytes as Uint8Array, { stream: true });
      const blocks = text.split("\n\n");
      text = blocks.pop() ?? "";
      for (const block of blocks) {
        const event = eventOf(block);
        if (event !== null) hear(event);
      }
    }
  } catch {
    // Left by this side, or cut off by the other: over all the same.
  }
}

/** Null for a block without data, as the one that says when to come again. */
function eventOf(block: string): HeardEvent | null {
  const field = (name: string) =>
    block
      .split("\n")
      .find((one) => one.startsWith(`${name}: `))
      ?.slice(name.length + 2);
  const data = field("data");
  if (data === undefined) return null;
  return { ...liveEvent.parse(JSON.parse(data)), id: Number(field("id")), heardMs: performance.now() };
}
