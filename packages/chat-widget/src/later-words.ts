import type { ErrorCode, SharedItem } from '@throughline/protocol';
import { locale } from './locale.js';
import { translated } from './translated.js';

/** English words of what is fetched later: see `later.ts`. */
export const laterEnglish = {
  launcherUnread: 'Chat with us, {unread} unread',
  endChat: 'End chat',
  endChatFailed: 'The chat could not be ended. Please try again.',
  options: 'Chat options',
  writeToStartAgain: 'Write to start a new chat',
  newMessages: 'New messages',

  greeting: 'Hello {name}',
  greetingText: 'How can we help? Write a message and we will connect you to an agent.',
  agentsAvailable: 'An agent is available now.',
  agentsBusy: 'All agents are in conversations.',
  agentsAway: 'No agent is available right now. Write to us: we will offer you other ways.',
  signedInAs: 'Signed in as {name}',
  waitingForAgent: 'Waiting for an agent',
  chattingWith: 'Chatting with {name}',
  chatEnded: 'This chat has ended',

  connectionLost: 'Connection lost. Reconnecting.',
  connectionBack: 'Connected again.',
  savingPaused: 'We are having trouble saving. Your messages are kept here and will be sent.',
  savingBack: 'Saving works again.',
  routing: 'Finding the right agent…',
  ahead: {
    '=0': 'You are next in line',
    one: '{count} person ahead of you',
    other: '{count} people ahead of you',
  },
  waitShort: 'Less than a minute.',
  wait: 'About {time}.',
  interrupted: 'We cannot reach our agents at the moment. Your messages are kept, and we keep trying.',
  offered: 'Connecting you to an agent…',
  held: 'Your chat is on hold. We will be with you soon.',

  joined: '{name} joined',
  left: '{name} left — finding another agent',
  endedBy: '{name} ended the chat',
  endedByYou: 'You ended the chat',
  endedAway: 'This chat ended because you were away',
  endedErased: 'This chat ended because your data was erased',
  isTyping: '{name} is typing…',
  alsoOpen: 'Also open in another tab – both work.',
  says: '{name} says',
  today: 'Today',
  yesterday: 'Yesterday',

  delivered: 'Delivered',
  read: 'Read',
  messageSent: 'Message sent',
  messageFailed: 'Message not sent',

  failureHeading: "We can't open chat right now",
  failureText: 'We keep trying, and the chat will open here as soon as it can.',
  failureContact: 'You can also reach us another way:',
  refusedText: 'Please reload this page, or reach us another way.',
  callUs: 'Call us',
  sendEmail: 'Send an email',
  carryOverCode: 'If you call us, say this code:',
  carryOverNote: 'It tells us who you are and what this is about. It works once, for 30 minutes.',
  reference: 'If you call us, you can give this reference:',
  referenceNote: 'It is only a reference. Nothing is stored under it, because we could not be reached.',

  signInHeading: 'Please sign in again to continue',

  endChatQuestion: 'End this chat?',
  endChatYes: 'Yes, end chat',
  endChatNo: 'Keep chatting',

  otherWays: 'No agent is free for a chat right now. Here is how we can help:',
  orElse: 'Or choose another way. You keep your place until then.',
  requestCallback: 'Request a callback',
  leaveMessage: 'Leave a message',
  openLink: 'Open the page',
  thenDial: '{number}, then {digits}',
  phoneNumber: 'Phone number',
  callWhen: 'When (empty: as soon as possible)',
  callWhenOpen: 'When (empty: as soon as we are open)',
  callAbout: 'What is it about? (optional)',
  callMe: 'Call me back',
  yourMessage: 'Your message',
  keepWaiting: 'Back',
  checkPhone: 'Please check the phone number, with its country code, and the time.',
  notDone: 'That did not work. Please try again.',
  mailTo: 'Email this chat to {address}',
  mailed: 'We will email it to {address}.',
  mailTooOften: 'You have asked for many emails. Please try again in an hour.',
  mailNoAddress: 'We have no confirmed email address for you.',
  openingHours: 'Opening hours',
  openNow: 'We are open now.',
  closedNow: 'We are closed now.',
  callAt: 'We will call you at the number ending in {phoneEnd}: {time}.',
  calling: 'An agent is calling you now.',
  cancelCallback: 'Cancel the callback',

  soundsOff: 'Turn sounds off',
  soundsOn: 'Turn sounds on',
  download: 'Download this chat',
  transcriptHidden: 'Values that were hidden for your safety are not in this file.',
  surveyQuestion: 'How was this chat?',
  score1: 'Very bad',
  score2: 'Bad',
  score3: 'Fair',
  score4: 'Good',
  score5: 'Very good',
  surveyComment: 'Would you like to say more? (optional)',
  surveyPrivacy: 'Please leave out card numbers and passwords.',
  surveySend: 'Send',
  surveyThanks: 'Thank you for telling us.',
  titleUnread: { one: '{count} new message', other: '{count} new messages' },

  attach: 'Attach files',
  tryAgain: 'Try again',
  delete: 'Delete',
  hidden: 'Hidden for your safety: {values}',

  firstSignInHeading: 'Please sign in to continue',
  firstSignInText: 'We need to know who you are for this chat. What you may have written already is kept.',
  firstSignIn: 'Sign in',
  signInText: 'Your session has ended. Your chat waits for you, and what you have written is kept.',
  signInReloadText:
    'Your session has ended. Reload the page to sign in; your chat waits for you, and what you have written is kept.',
  signIn: 'Sign in again',
  reload: 'Reload the page',

  sharedHeading: 'What the agent sees',
  sharedIntro: 'Besides your messages, the agent sees:',
  stopSharing: 'Stop sharing',
  stopSharingOf: 'Stop sharing: {what}',
  sharingStopped: 'The agent no longer sees it.',
  sharedName: 'Your name',
  sharedCustomerId: 'Customer number',
  sharedTier: 'Customer group',
  sharedIntent: 'What you asked about',
  sharedPage: 'Page you came from',
  sharedPrevious: 'Your last chat',
  sharedInternal: 'How your request was routed, and internal notes',

  notRead: 'This message could not be read.',
  tooLong: 'This message is too long.',
  tooMany: 'Too many messages at once. Please wait a moment.',
  hadEnded: 'The chat had ended.',
  notChecked: 'We could not check it for sensitive details, so we did not pass it on.',
  signInAgain: 'Please sign in again.',
  ourFault: 'Something went wrong on our side.',

  maskedCardNumber: 'card number',
  maskedIBAN: 'IBAN',
  maskedEmailAddress: 'email address',
  maskedPhoneNumber: 'phone number',
  maskedAccountNumber: 'account number',
  maskedSecurityCode: 'security code',
  maskedCardExpiryDate: 'card expiry date',
  maskedBankCode: 'bank code',
  maskedSecretKey: 'secret key',
  maskedPassword: 'password',
  maskedPIN: 'PIN',
  maskedOneTimeCode: 'one-time code',
  maskedSocialSecurityNumber: 'Social Security number',
  maskedTaxpayerNumber: 'taxpayer number',
  maskedSocialInsuranceNumber: 'Social Insurance Number',
  maskedNationalInsuranceNumber: 'National Insurance number',
  maskedPassportNumber: 'passport number',
  maskedDrivingLicenseNumber: 'driving license number',
  maskedMedicalNumber: 'medical number',
  maskedDateOfBirth: 'date of birth',
  maskedIPAddress: 'IP address',
  maskedDeviceAddress: 'device address',
  maskedWalletAddress: 'wallet address',
  maskedVehicleNumber: 'vehicle number',
  maskedOther: 'sensitive value',
} as const;

export const laterWords = translated(laterEnglish);

/** Why a message was refused, as a whole sentence. */
export function failureReason(code: ErrorCode | null): string {
  return laterWords[(code !== null && FAILURE_REASONS[code]) || 'ourFault'];
}

/** The kinds of hidden values as words, each once, for example `card number, IBAN`. */
export function maskedWords(types: readonly string[]): string {
  const kinds = new Set(types.map((type) => laterWords[MASKED_TYPES[type] ?? 'maskedOther']));
  return new Intl.ListFormat(locale(), { type: 'unit', style: 'short' }).format(kinds);
}

/** What the agent sees, by kind. */
export function sharedWords(kind: Exclude<SharedItem['kind'], 'field'>): string {
  return laterWords[SHARED[kind]];
}

type Reason = 'notRead' | 'tooLong' | 'tooMany' | 'hadEnded' | 'notChecked' | 'signInAgain';

const FAILURE_REASONS: Partial<Record<ErrorCode, Reason>> = {
  bad_frame: 'notRead',
  bad_request: 'notRead',
  too_large: 'tooLong',
  too_long: 'tooLong',
  rate_limited: 'tooMany',
  conversation_ended: 'hadEnded',
  no_conversation: 'hadEnded',
  masking_failed: 'notChecked',
  unauthenticated: 'signInAgain',
  session_ended: 'signInAgain',
};

const SHARED = {
  name: 'sharedName',
  'customer-id': 'sharedCustomerId',
  tier: 'sharedTier',
  intent: 'sharedIntent',
  page: 'sharedPage',
  previous: 'sharedPrevious',
  internal: 'sharedInternal',
} as const satisfies Record<Exclude<SharedItem['kind'], 'field'>, keyof typeof laterEnglish>;

const MASKED_TYPES: Readonly<Record<string, Extract<keyof typeof laterEnglish, `masked${string}`>>> = {
  CARD: 'maskedCardNumber',
  CREDIT_CARD: 'maskedCardNumber',
  IBAN: 'maskedIBAN',
  EMAIL: 'maskedEmailAddress',
  PHONE: 'maskedPhoneNumber',
  ACCOUNT: 'maskedAccountNumber',
  ACCOUNT_NUMBER: 'maskedAccountNumber',
  CVV: 'maskedSecurityCode',
  CARD_EXPIRY: 'maskedCardExpiryDate',
  BANK_ACCOUNT: 'maskedBankCode',
  SECRET: 'maskedSecretKey',
  PASSWORD: 'maskedPassword',
  PIN: 'maskedPIN',
  OTP: 'maskedOneTimeCode',
  US_SSN: 'maskedSocialSecurityNumber',
  US_ITIN: 'maskedTaxpayerNumber',
  CA_SIN: 'maskedSocialInsuranceNumber',
  UK_NINO: 'maskedNationalInsuranceNumber',
  PASSPORT: 'maskedPassportNumber',
  DRIVER_LICENSE: 'maskedDrivingLicenseNumber',
  MEDICAL_ID: 'maskedMedicalNumber',
  DOB: 'maskedDateOfBirth',
  IP: 'maskedIPAddress',
  MAC: 'maskedDeviceAddress',
  CRYPTO: 'maskedWalletAddress',
  VEHICLE: 'maskedVehicleNumber',
};
