/** A refusal on its way to the guest, with a code of the wire. */
export class GuestError extends Error {
  override readonly name = 'GuestError';

  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}
