import { assert } from "../kit/assert.ts";

/**
 * Group commit: requests that arrive while one transaction runs share the next one. Every item gets its own answer;
 * when the run throws, every item of that run gets the exception, and nothing was committed.
 */
export type Batcher<Item, Answer> = Readonly<{ submit: (item: Item) => Promise<Answer>; waiting: () => number }>;

type Waiting<Item, Answer> = Readonly<{ item: Item; resolve: (answer: Answer) => void; reject: (reason: unknown) => void }>;

/**
 * @param run answers in the order of its items, one answer for each.
 * @param keyOf items with the same key never share a run: the second waits for the first one's commit.
 */
export function createBatcher<Item, Answer>(
  run: (items: readonly Item[]) => Promise<readonly Answer[]>,
  options: Readonly<{ itemsMax: number; keyOf: (item: Item) => string }>,
): Batcher<Item, Answer> {
  const queue: Waiting<Item, Answer>[] = [];
  const state = { running: false };

  const drain = async () => {
    if (state.running) return;
    state.running = true;
    try {
      while (queue.length > 0) await runOnce(takeBatch(queue, options), run);
    } finally {
      state.running = false;
    }
  };
  return {
    submit: (item) =>
      new Promise<Answer>((resolve, reject) => {
        queue.push({ item, resolve, reject });
        // After the current turn, so that requests parsed in the same turn travel together.
        queueMicrotask(() => void drain());
      }),
    waiting: () => queue.length,
  };
}

function takeBatch<Item, Answer>(
  queue: Waiting<Item, Answer>[],
  options: Readonly<{ itemsMax: number; keyOf: (item: Item) => string }>,
): Waiting<Item, Answer>[] {
  const batch: Waiting<Item, Answer>[] = [];
  const later: Waiting<Item, Answer>[] = [];
  const keys = new Set<string>();
  for (const waiting of queue) {
    const key = options.keyOf(waiting.item);
    if (batch.length < options.itemsMax && !keys.has(key)) {
      keys.add(key);
      batch.push(waiting);
    } else later.push(waiting);
  }
  queue.splice(0, queue.length, ...later);
  return batch;
}

async function runOnce<Item, Answer>(
  batch: readonly Waiting<Item, Answer>[],
  run: (items: readonly Item[]) => Promise<readonly Answer[]>,
): Promise<void> {
  try {
    const answers = await run(batch.map((waiting) => waiting.item));
    assert(answers.length === batch.length, "a batch answers every item");
    batch.forEach((waiting, at) => waiting.resolve(answers[at] as Answer));
  } catch (reason) {
    for (const waiting of batch) waiting.reject(reason);
  }
}
