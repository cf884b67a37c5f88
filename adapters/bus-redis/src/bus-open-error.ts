/** Redis cannot be used from the start. The message says what is wrong and what to do; it holds no password. */
export class BusOpenError extends Error {
  override readonly name = 'BusOpenError';
}
