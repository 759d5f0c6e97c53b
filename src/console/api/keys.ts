/** The names under which answers are kept. The first word, and the id after it, are what live topics speak of (topics.ts). */
export const keys = {
  session: ["session"],
  server: ["server"],
  inbox: ["inbox"],
  demo: ["demo"],
  rollouts: (...rest: readonly unknown[]) => ["rollouts", ...rest],
  rollout: (id: string, ...rest: readonly unknown[]) => ["rollout", id, ...rest],
  communication: (id: string, ...rest: readonly unknown[]) => ["communication", id, ...rest],
  helpRequests: (...rest: readonly unknown[]) => ["help-requests", ...rest],
  devices: (...rest: readonly unknown[]) => ["devices", ...rest],
  device: (id: string, ...rest: readonly unknown[]) => ["device", id, ...rest],
  policies: (...rest: readonly unknown[]) => ["policies", ...rest],
  audit: (...rest: readonly unknown[]) => ["audit", ...rest],
} as const;
