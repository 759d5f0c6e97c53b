import { useQuery } from "@tanstack/react-query";
import type { DemoAnswer } from "../../http/contract/live.ts";
import { demoQuery } from "../api/live-reads.ts";
import { useSession } from "./use-session.ts";

/** How far the demo is; null where this is none. Where the session names no such operation it is not even asked. */
export function useDemo(): DemoAnswer | null {
  const { may } = useSession();
  const { data } = useQuery({ ...demoQuery(), enabled: may("getDemo") });
  return data ?? null;
}
