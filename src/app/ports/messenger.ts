import type { NoticeMessage } from "../../support/notice-message.ts";

/** `messageId` with its angle brackets; the same one is the same message, whoever receives it twice. */
export type OutgoingNotice = NoticeMessage & Readonly<{ messageId: string; to: Readonly<{ name: string; address: string }> }>;

/**
 * `accepted`: somebody else is responsible for it now. `refused`: this message to this address will never be taken.
 * `later`: nothing is known or the other side asked to come back; the same message may be sent again.
 */
export type SendOutcome =
  | Readonly<{ kind: "accepted" }>
  | Readonly<{ kind: "refused"; reason: string }>
  | Readonly<{ kind: "later"; reason: string }>;

/** A road to people. `send` never throws for what the other side does. */
export type Messenger = Readonly<{
  id: string;
  /** So many messages may be on their way at once. */
  parallel: number;
  send: (notice: OutgoingNotice) => Promise<SendOutcome>;
  close: () => Promise<void>;
}>;
