import { compareText } from "../../../kit/ids.ts";
import type { Instant } from "../../../kit/instant.ts";

/** Something that happens at a moment. `name` decides between two of the same moment, so that the order of pushing does not. */
export type Timed = Readonly<{ at: Instant; name: string }>;

export type VirtualQueue<T extends Timed> = Readonly<{
  push: (item: T) => void;
  /** Takes out the first item that happens at `now` or before. */
  popDue: (now: Instant) => T | null;
}>;

/** A binary heap: a fleet of 100,000 devices that all take a version is 100,000 waiting items. */
export function createVirtualQueue<T extends Timed>(): VirtualQueue<T> {
  const heap: T[] = [];
  const at = (index: number) => heap[index] as T;
  const swap = (a: number, b: number) => {
    [heap[a], heap[b]] = [at(b), at(a)];
  };
  const rise = (from: number) => {
    let index = from;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!isBefore(at(index), at(parent))) return;
      swap(index, parent);
      index = parent;
    }
  };
  const sink = () => {
    let index = 0;
    for (;;) {
      let first = index;
      for (const child of [2 * index + 1, 2 * index + 2]) {
        if (child < heap.length && isBefore(at(child), at(first))) first = child;
      }
      if (first === index) return;
      swap(index, first);
      index = first;
    }
  };
  return {
    push: (item) => {
      heap.push(item);
      rise(heap.length - 1);
    },
    popDue: (now) => {
      const first = heap[0];
      if (first === undefined || first.at > now) return null;
      const last = heap.pop() as T;
      if (heap.length > 0) {
        heap[0] = last;
        sink();
      }
      return first;
    },
  };
}

function isBefore(a: Timed, b: Timed): boolean {
  return a.at < b.at || (a.at === b.at && compareText(a.name, b.name) < 0);
}
