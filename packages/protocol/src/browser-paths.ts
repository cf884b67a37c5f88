/**
 * The paths of the customer door that the chat itself asks: see `CUSTOMER_PATHS`. In a file of their own, so that no page
 * loads the others.
 */
export const BROWSER_PATHS = {
  /**
   * POST: a file as the body, with its media type and its name ({@link FILE_NAME_HEADER}); answers an `Attachment`.
   * With `?previewOf={id}`, its smaller picture. GET, with `/{id}` appended: the file.
   */
  files: '/v1/files',
  /** POST: starts a hand-off; sets the pre-session cookie and answers `ChallengeResponse`. */
  challenge: '/v1/assertion/challenge',
  /** POST `SessionRequest`: assertion in, session cookie out. GET: who is signed in. DELETE: sign out. */
  session: '/v1/session',
  /** POST `SurveyRequest`: how a conversation went that has ended. 204, also when something was said before. */
  surveys: '/v1/surveys',
  /** POST `BrowserReport`: what a widget has measured. */
  browserReports: '/v1/browser-reports',
  /** GET with a WebSocket upgrade. */
  socket: '/v1/socket',
} as const;

/** Header with the name of a file that is uploaded, as percent-encoded UTF-8. */
export const FILE_NAME_HEADER = 'x-file-name';

/** Header that every state-changing request carries, so that a cross-origin page cannot send one without a preflight. */
export const REQUESTED_BY_HEADER = 'x-requested-by';
