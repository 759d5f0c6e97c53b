/** Runs a job every so often, never twice at once. The timer does not keep the process alive. */
export type Schedule = Readonly<{
  start(everyMs: number, onFailure: (error: unknown) => void): () => void;
  stopAll(): Promise<void>;
}>;

export function scheduleOf(job: () => Promise<void>): Schedule {
  const stops = new Set<() => void>();
  let running: Promise<void> | undefined;

  function start(everyMs: number, onFailure: (error: unknown) => void): () => void {
    const timer = setInterval(() => {
      running ??= job()
        .catch(onFailure)
        .finally(() => (running = undefined));
    }, everyMs);
    timer.unref();
    const stop = (): void => {
      clearInterval(timer);
      stops.delete(stop);
    };
    stops.add(stop);
    return stop;
  }

  async function stopAll(): Promise<void> {
    for (const stop of stops) stop();
    await running;
  }

  return { start, stopAll };
}
