/**
 * WebSocket close codes in use (RFC 6455 §7.4; 4000–4999 are ours). 1001, 1012 and 1013 mean: reconnect and resume.
 */
export const CLOSE = {
  goingAway: 1001,
  tooBig: 1009,
  serviceRestart: 1012,
  tryAgainLater: 1013,
  badClient: 4400,
  sessionEnded: 4401,
  helloTimeout: 4408,
  versionUnsupported: 4426,
} as const;
