import { translated } from '../translated.js';

/** English words of what is more than text. */
export const richEnglish = {
  answerSent: 'Your answer was sent.',
  chooseDate: 'Date',
  next: 'Next',
  back: 'Back',
  page: 'Page {page} of {pages}',
  required: 'required',
  cards: 'Cards',
  downloadFile: 'Download {name}, {size}',
  remove: 'Remove {name}',
  ready: '{name} is ready to be sent',
  tooLarge: '{name} is too large. Files may have up to {most}.',
  wrongType: '{name} cannot be sent: this kind of file is not accepted.',
  infected: '{name} was not accepted by the virus scanner.',
  fileFailed: '{name} could not be uploaded. Please try again.',
  tooManyFiles: {
    one: 'You can send {count} file at once.',
    other: 'You can send up to {count} files at once.',
  },
} as const;

export const richWords = translated(richEnglish);
