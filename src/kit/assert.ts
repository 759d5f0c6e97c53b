/** Stops on a programmer's mistake. Never use it for input: input gets a Result or a problem. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(`assertion failed: ${message}`);
}

/** The compile error for "forgot a case"; at run time it names the value that should not exist. */
export function unreachable(value: never): never {
  throw new Error(`unreachable value: ${JSON.stringify(value)}`);
}
