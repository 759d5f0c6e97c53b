/** Help requests of a rollout against the devices that it was offered to. */
export type HelpRate = Readonly<{
  linked: number;
  exposed: number;
  /** Null where nobody was exposed: there is no rate of nothing. */
  per1000Exposed: number | null;
}>;

/** Requests per 1,000 exposed devices, unrounded. Source: requirements.md S27, S30. */
export function helpRateOf(linked: number, exposed: number): HelpRate {
  return { linked, exposed, per1000Exposed: exposed === 0 ? null : (1_000 * linked) / exposed };
}
