import type { GuestRequest, GuestResponse } from '@throughline/guest-api';

/**
 * Whether a frame without `tracingId` answers a request. Ids are optional on the wire, and frames of Genesys are known
 * that have none; requests go one at a time, so that what only that request can bring about is its answer.
 */
export function isAnswerTo(frame: GuestResponse, request: GuestRequest): boolean {
  switch (request.action) {
    case 'configureSession':
    case 'configureAuthenticatedSession':
    case 'closeSession':
      return frame.class === 'SessionResponse';
    case 'getJwt':
      return frame.class === 'JwtResponse';
    case 'onAttachment':
    case 'getAttachment': {
      const isFile = frame.class === 'PresignedUrlResponse' || frame.class === 'GenerateUrlError';
      return isFile && frame.body.attachmentId === request.attachmentId;
    }
    case 'onMessage': {
      if (frame.class !== 'StructuredMessage' || frame.body.direction !== 'Inbound') return false;
      const sent = request.message.metadata?.customMessageId;
      return sent !== undefined && frame.body.metadata?.customMessageId === sent;
    }
    default:
      return false;
  }
}
