import { useSuspenseQuery } from "@tanstack/react-query";
import { sessionQuery } from "../api/session.ts";
import type { Command } from "../words/states.ts";

/** Who is signed in; only inside the frame, whose route has asked already. */
export function useSession() {
  const { data: session } = useSuspenseQuery(sessionQuery());
  return {
    session,
    may: (operation: string) => session.operations.includes(operation),
    mayCommand: (command: Command) => session.commands.includes(command),
  };
}
