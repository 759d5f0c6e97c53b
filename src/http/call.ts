import type { z } from "zod";
import type { Principal } from "../app/ports/access-store.ts";
import type { Problem } from "../app/problems/problem.ts";
import type { Instant } from "../kit/instant.ts";
import type { Result } from "../kit/result.ts";
import type { OperationId, ROUTES } from "./contract/routes.ts";

type Part<K extends OperationId, P extends "params" | "query" | "body"> =
  (typeof ROUTES)[K]["request"] extends Readonly<Record<P, infer Schema extends z.ZodType>> ? z.output<Schema> : null;
type Body<K extends OperationId> = (typeof ROUTES)[K]["response"]["body"] extends z.ZodType
  ? z.output<(typeof ROUTES)[K]["response"]["body"]>
  : null;

/** A value as the domain hands it out: nothing in it may be changed. */
export type Plain<T> = T extends readonly (infer Item)[]
  ? readonly Plain<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Plain<T[Key]> }
    : T;

/** A request that was let in and read. `now` is the one reading of the clock. */
export type Call<K extends OperationId> = Readonly<{
  params: Part<K, "params">;
  query: Part<K, "query">;
  body: Part<K, "body">;
  principal: Principal;
  now: Instant;
}>;
export type Handler<K extends OperationId> = (call: Call<K>) => Promise<Result<Plain<Body<K>>, Problem>>;

/** Operations that answer in their own way: with a ready text, or with the headers of the device door. */
export type OwnWay =
  | "getApiDescription"
  | "enrolDevice"
  | "checkIn"
  | "recordReport"
  | "signIn"
  | "signInByLink"
  | "readSignInLink"
  | "signOut"
  | "streamEvents";
export type HandledId = Exclude<OperationId, OwnWay>;
/** A forgotten operation does not compile. */
export type Handlers = { readonly [K in HandledId]: Handler<K> };
