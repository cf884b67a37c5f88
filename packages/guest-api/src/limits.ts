/** Published limits of Web Messaging. Sizes are UTF-8 bytes unless the name says otherwise. */
export const GUEST_LIMITS = {
  messagesPerSecond: 5,
  requestsPerMinute: 60,
  configuresPerMinute: 60,
  connectionsPerDeploymentPerMinute: 1000,
  historyPerMinute: 10,
  echoesPerMinute: 2,
  connectionsPerSession: 3,
  textBytes: 4096,
  outboundTextCharacters: 4000,
  customAttributesBytes: 2048,
  attachmentBytes: 10 * 1024 * 1024,
  fileNameCharacters: 1023,
  /** Idle time after which a session expires, in seconds. */
  sessionSeconds: 259_200,
  /** Life of the JWT for the history, in seconds. */
  historyJwtSeconds: 60,
  /** Life of the JWT of a signed-in guest, in seconds. */
  guestJwtSeconds: 900,
} as const;

const encoder = new TextEncoder();

/** Length of a text in UTF-8 bytes. */
export function byteLength(text: string): number {
  return encoder.encode(text).length;
}
