import type { GuestRequestOf } from '@throughline/guest-api';
import type { DoorState } from '../door-state.js';
import { AttachmentError } from '../guests/attachments.js';
import type { GuestSession } from '../guests/model.js';
import type { GuestCaller } from './guest-caller.js';
import { requireWritable } from './session-checks.js';

/** Allows one upload. @throws AttachmentError, unless the guest wants errors as JSON */
export function announceAttachment(
  { attachments, options }: DoorState,
  session: GuestSession,
  request: GuestRequestOf<'onAttachment'>,
  caller: GuestCaller,
): void {
  const { tracingId } = request;
  requireWritable(session);
  try {
    const body = attachments.announce(session, request, options.newId, caller.baseUrl);
    caller.answer('PresignedUrlResponse', body, tracingId);
  } catch (error) {
    if (!(error instanceof AttachmentError) || request.errorsAsJson !== true) throw error;
    const { attachmentId, code, message } = error;
    caller.answer(
      'GenerateUrlError',
      { name: 'GenerateUrlError', message, attachmentId, errorCode: code, errorMessage: message },
      tracingId,
      { type: 'message' },
    );
  }
}

/** A fresh address of an uploaded file. @throws AttachmentError */
export function getAttachment(
  { attachments }: DoorState,
  session: GuestSession,
  { attachmentId, tracingId }: GuestRequestOf<'getAttachment'>,
  caller: GuestCaller,
): void {
  const { id, fileName, fileType, content } = attachments.of(session, attachmentId);
  const url = attachments.link(id, caller.baseUrl);
  // Empty headers and a size are how clients tell this from the permission to upload.
  const body = { attachmentId: id, url, headers: {}, fileName, fileType, fileSize: content.length };
  caller.answer('PresignedUrlResponse', body, tracingId);
}

/** @throws AttachmentError */
export function deleteAttachment(
  { attachments }: DoorState,
  session: GuestSession,
  { attachmentId, tracingId }: GuestRequestOf<'deleteAttachment'>,
  caller: GuestCaller,
): void {
  attachments.delete(session, attachmentId);
  caller.answer('AttachmentDeletedResponse', { attachmentId }, tracingId, { type: 'message' });
}
