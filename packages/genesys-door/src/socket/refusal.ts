import { CoreError } from '@throughline/core';
import { CODE, GuestFrameError } from '@throughline/guest-api';
import { AttachmentError } from '../guests/attachments.js';
import { GuestError } from './guest-error.js';

/** What a guest is told about an error: the code and text of a `string` frame. */
export function refusalOf(error: unknown): {
  readonly code: number;
  readonly text: string;
  /** As far as it is known from the error itself. */
  readonly tracingId: string | undefined;
} {
  if (error instanceof GuestFrameError) {
    return { code: error.code, text: error.message, tracingId: error.tracingId ?? undefined };
  }
  if (error instanceof GuestError || error instanceof AttachmentError) {
    return { code: error.code, text: error.message, tracingId: undefined };
  }
  if (error instanceof CoreError && error.code === 'conversation_ended') {
    return { code: CODE.readOnly, text: error.message, tracingId: undefined };
  }
  const text = error instanceof CoreError ? error.message : 'Unexpected error.';
  return { code: CODE.unexpected, text, tracingId: undefined };
}
