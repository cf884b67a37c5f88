/** Limits that both ends of the wire know. The server enforces them; the client uses them to warn early. */
export const LIMITS = {
  /** Longest message text, in UTF-16 code units. */
  textLength: 4_000,
  /** Longest note to a callback, in UTF-16 code units. */
  noteLength: 500,
  /** Longest label, title or file name in content, in UTF-16 code units. */
  labelLength: 200,
  /** Most replies, cards, options, times, fields or files in one list of content. */
  contentItems: 100,
  /** Longest content as JSON, in UTF-16 code units. */
  contentLength: 16 * 1024,
  /** Largest frame a server accepts, in bytes; a larger one closes that connection with 1009. */
  frameBytes: 32 * 1024,
  /** Longest client-made id (message id, command reference), in characters. */
  idLength: 64,
  /** The server's heartbeat comes at least this often, in milliseconds. */
  heartbeatMs: 10_000,
  /** A client that has heard nothing for this long treats the connection as dead, in milliseconds. */
  silenceMs: 25_000,
  /** The first frame must be `hello` and must come within this time, in milliseconds. */
  helloMs: 10_000,
  /** Most entries in one `entries` frame; more come in further frames. */
  entriesPerFrame: 200,
} as const;
