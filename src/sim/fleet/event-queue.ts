import type { Instant } from "../../kit/instant.ts";

/** Earliest first; at the same moment, first in is first out, so that a run does not depend on the heap's shape. */
export type EventQueue<T> = Readonly<{
  push: (at: Instant, event: T) => void;
  /** Takes the earliest event if it is due at `until` or before. */
  popDue: (until: Instant) => T | null;
  nextAt: () => Instant | null;
  size: () => number;
}>;

type Entry<T> = Readonly<{ at: Instant; order: number; event: T }>;

/** A binary heap in an array: the children of i are 2i+1 and 2i+2. */
export function createEventQueue<T>(): EventQueue<T> {
  const heap: Entry<T>[] = [];
  let pushed = 0;
  return {
    push: (at, event) => {
      heap.push({ at, order: pushed, event });
      pushed += 1;
      siftUp(heap, heap.length - 1);
    },
    popDue: (until) => {
      const top = heap[0];
      if (top === undefined || top.at > until) return null;
      const last = heap.pop();
      if (last !== undefined && heap.length > 0) {
        heap[0] = last;
        siftDown(heap, 0);
      }
      return top.event;
    },
    nextAt: () => heap[0]?.at ?? null,
    size: () => heap.length,
  };
}

function siftUp<T>(heap: Entry<T>[], from: number): void {
  for (let at = from; at > 0; ) {
    const parent = (at - 1) >> 1;
    if (!isBefore(heap, at, parent)) return;
    swap(heap, at, parent);
    at = parent;
  }
}

function siftDown<T>(heap: Entry<T>[], from: number): void {
  for (let at = from; ; ) {
    const left = 2 * at + 1;
    const right = left + 1;
    let first = at;
    if (left < heap.length && isBefore(heap, left, first)) first = left;
    if (right < heap.length && isBefore(heap, right, first)) first = right;
    if (first === at) return;
    swap(heap, at, first);
    at = first;
  }
}

function isBefore<T>(heap: readonly Entry<T>[], a: number, b: number): boolean {
  const one = heap[a] as Entry<T>;
  const other = heap[b] as Entry<T>;
  return one.at < other.at || (one.at === other.at && one.order < other.order);
}

function swap<T>(heap: Entry<T>[], a: number, b: number): void {
  [heap[a], heap[b]] = [heap[b] as Entry<T>, heap[a] as Entry<T>];
}
