import { queryOptions } from "@tanstack/react-query";
import type { LinkAnswer, LinkSignIn, PasswordSignIn, SessionAnswer } from "../../http/contract/session.ts";
import { get, post, remove } from "./call.ts";
import { keys } from "./keys.ts";

/** Who is signed in, and what they may do. 401 where nobody is. */
export const sessionQuery = () =>
  queryOptions({
    queryKey: keys.session,
    queryFn: ({ signal }) => get<SessionAnswer>("/api/v1/session", {}, signal),
    retry: false,
  });

export const signIn = (body: PasswordSignIn) => post<SessionAnswer>("/api/v1/session", body);
export const signInByLink = (body: LinkSignIn) => post<SessionAnswer>("/api/v1/session/link", body);
/** What a one-time link asks for; looking does not use it up. */
export const readSignInLink = (secret: string) => post<LinkAnswer>("/api/v1/sign-in-links/read", { secret });
export const signOut = async () => {
  await remove("/api/v1/session");
};
