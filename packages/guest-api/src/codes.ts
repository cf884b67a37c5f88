/** Codes of response frames. 4012 and 4014 to 4016 exist without a public meaning. */
export const CODE = {
  ok: 200,
  badRequest: 400,
  /** The JWT is missing or expired. */
  unauthorized: 401,
  /** A feature is off, or the deployment does not allow it. */
  forbidden: 403,
  notFound: 404,
  timeout: 408,
  /** The session is read-only: its conversation was disconnected. */
  readOnly: 409,
  tooManyRequests: 429,
  featureUnavailable: 4000,
  fileTypeInvalid: 4001,
  fileSizeInvalid: 4002,
  fileContentInvalid: 4003,
  fileNameInvalid: 4004,
  fileNameTooLong: 4005,
  sessionExpired: 4006,
  sessionNotFound: 4007,
  attachmentExpired: 4008,
  attachmentNotFound: 4009,
  attachmentNotUploaded: 4010,
  messageTooLong: 4011,
  customAttributesTooLarge: 4013,
  cannotDowngrade: 4017,
  missingParameter: 4020,
  requestRateTooHigh: 4029,
  fileSizeZero: 4102,
  unexpected: 5000,
} as const;

export type Code = (typeof CODE)[keyof typeof CODE];

/** Beginnings of the texts by which clients recognize a 403 as lost authentication. */
const AUTHENTICATION_LOST = ['Session authentication failed', 'Try to authenticate again'] as const;

/** Whether an error frame says that the guest has to authenticate again. */
export function isAuthenticationLost(code: number, text: string): boolean {
  return code === CODE.forbidden && AUTHENTICATION_LOST.some((beginning) => text.startsWith(beginning));
}
