import type { Stories } from "./stories.ts";

/** A place of its own for each page of the console; what is there is told by `stories.ts`. */
export const PLACES: Readonly<Record<string, (stories: Stories) => string>> = {
  home: () => "/",
  rollouts: () => "/rollouts",
  "rollouts as a list": () => "/rollouts?view=list",
  "overview, moving": ({ moving }) => `/rollouts/${moving.id}`,
  "overview, halted": ({ halted }) => `/rollouts/${halted.id}`,
  "overview, waiting": ({ waiting }) => `/rollouts/${waiting.id}`,
  plan: ({ moving }) => `/rollouts/${moving.id}/plan`,
  "plan without a rollout": ({ moving }) => `/plans/${moving.planHash}`,
  conflicts: () => "/conflicts",
  "no such conflict": () => "/conflicts/cf-0000000000000000",
  devices: ({ halted }) => `/rollouts/${halted.id}/devices`,
  timeline: ({ halted }) => `/rollouts/${halted.id}/timeline`,
  people: ({ moving }) => `/rollouts/${moving.id}/people`,
  decision: ({ waiting }) => `/rollouts/${waiting.id}/decision`,
  "help requests": () => "/help-requests",
  "one help request": ({ requestId }) => `/help-requests?open=${requestId}`,
  policies: () => "/policies",
  "retired policies": () => "/policies?show=retired",
  policy: () => "/policies/Location",
  "policy editor": () => "/policies/Location/edit",
  requirements: () => "/requirements",
  "first policies": () => "/requirements/first-policies",
  device: () => "/devices/desk-000",
  "nothing there": () => "/rollouts/no-such-rollout",
};
