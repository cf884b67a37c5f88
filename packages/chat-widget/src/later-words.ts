import type { ErrorCode } from '@throughline/protocol';

/** Words of what is fetched later: see `later.ts`. */
export const laterWords = {
  launcher: (unread: string): string => (unread === '' ? 'Chat with us' : `Chat with us, ${unread} unread`),
  endChat: 'End chat',
  endChatFailed: 'The chat could not be ended. Please try again.',
  options: 'Chat options',
  writeToStartAgain: 'Write to start a new chat',
  newMessages: 'New messages',

  greeting: (name: string): string => `Hello ${name}`,
  greetingText: 'How can we help? Write a message and we will connect you to an agent.',
  agentsAvailable: 'An agent is available now.',
  agentsBusy: 'All agents are in conversations.',
  agentsAway: 'No agent is available right now. Write to us: we will offer you other ways.',
  signedInAs: (name: string): string => `Signed in as ${name}`,
  waitingForAgent: 'Waiting for an agent',
  chattingWith: (name: string): string => `Chatting with ${name}`,
  chatEnded: 'This chat has ended',

  connectionLost: 'Connection lost. Reconnecting.',
  connectionBack: 'Connected again.',
  savingPaused: 'We are having trouble saving. Your messages are kept here and will be sent.',
  savingBack: 'Saving works again.',
  routing: 'Finding the right agent…',
  ahead: (count: number): string =>
    count === 0
      ? 'You are next in line'
      : count === 1
        ? '1 person ahead of you'
        : `${count} people ahead of you`,
  wait: (low: number, high: number): string =>
    high <= 1
      ? 'Less than a minute.'
      : low === high
        ? `About ${high} minutes.`
        : `About ${Math.max(1, low)} to ${high} minutes.`,
  interrupted: 'We cannot reach our agents at the moment. Your messages are kept, and we keep trying.',
  offered: 'Connecting you to an agent…',
  held: 'Your chat is on hold. We will be with you soon.',

  joined: (name: string): string => `${name} joined`,
  left: (name: string): string => `${name} left — finding another agent`,
  endedBy: (name: string): string => `${name} ended the chat`,
  endedByYou: 'You ended the chat',
  endedAway: 'This chat ended because you were away',
  endedErased: 'This chat ended because your data was erased',
  isTyping: (name: string): string => `${name} is typing…`,
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

  signInHeading: 'Please sign in again to continue',

  endChatQuestion: 'End this chat?',
  endChatYes: 'Yes, end chat',
  endChatNo: 'Keep chatting',

  otherWays: 'No agent is free for a chat right now. Here is how we can help:',
  orElse: 'Or choose another way. You keep your place until then.',
  requestCallback: 'Request a callback',
  leaveMessage: 'Leave a message',
  openLink: 'Open the page',
  thenDial: (number: string, digits: string): string => `${number}, then ${digits.replaceAll(',', ' ')}`,
  phoneNumber: 'Phone number',
  callWhen: 'When (empty: as soon as possible)',
  callWhenOpen: 'When (empty: as soon as we are open)',
  callAbout: 'What is it about? (optional)',
  callMe: 'Call me back',
  yourMessage: 'Your message',
  keepWaiting: 'Back',
  checkPhone: 'Please check the phone number, with its country code, and the time.',
  notDone: 'That did not work. Please try again.',
  callAt: (time: string, phoneEnd: string): string =>
    `We will call you at the number ending in ${phoneEnd}: ${time}.`,
  calling: 'An agent is calling you now.',
  cancelCallback: 'Cancel the callback',

  soundsOff: 'Turn sounds off',
  soundsOn: 'Turn sounds on',
  download: 'Download this chat',
  transcriptHidden: 'Values that were hidden for your safety are not in this file.',
  titleUnread: (count: number): string => (count === 1 ? '1 new message' : `${count} new messages`),

  attach: 'Attach files',
  tryAgain: 'Try again',
  delete: 'Delete',
  hidden: (values: string): string => `Hidden for your safety: ${values}`,

  signInText: 'Your session has ended. Your chat waits for you, and what you have written is kept.',
  signInReloadText:
    'Your session has ended. Reload the page to sign in; your chat waits for you, and what you have written is kept.',
  signIn: 'Sign in again',
  reload: 'Reload the page',
} as const;

/** Why a message was refused, as a whole sentence. */
export function failureReason(code: ErrorCode | null): string {
  return (code !== null && FAILURE_REASONS[code]) || 'Something went wrong on our side.';
}

/** The kinds of hidden values as words, each once, for example `card number, IBAN`. */
export function maskedWords(types: readonly string[]): string {
  return [...new Set(types.map((type) => MASKED_TYPES[type] ?? 'sensitive value'))].join(', ');
}

const FAILURE_REASONS: Partial<Record<ErrorCode, string>> = {
  bad_frame: 'This message could not be read.',
  bad_request: 'This message could not be read.',
  too_large: 'This message is too long.',
  too_long: 'This message is too long.',
  rate_limited: 'Too many messages at once. Please wait a moment.',
  conversation_ended: 'The chat had ended.',
  no_conversation: 'The chat had ended.',
  masking_failed: 'We could not check it for sensitive details, so we did not pass it on.',
  unauthenticated: 'Please sign in again.',
  session_ended: 'Please sign in again.',
};

const MASKED_TYPES: Readonly<Record<string, string>> = {
  CARD: 'card number',
  CREDIT_CARD: 'card number',
  IBAN: 'IBAN',
  EMAIL: 'email address',
  PHONE: 'phone number',
  ACCOUNT: 'account number',
  ACCOUNT_NUMBER: 'account number',
  CVV: 'security code',
  CARD_EXPIRY: 'card expiry date',
  BANK_ACCOUNT: 'bank code',
  SECRET: 'secret key',
  PASSWORD: 'password',
  PIN: 'PIN',
  OTP: 'one-time code',
  US_SSN: 'Social Security number',
  US_ITIN: 'taxpayer number',
  CA_SIN: 'Social Insurance Number',
  UK_NINO: 'National Insurance number',
  PASSPORT: 'passport number',
  DRIVER_LICENSE: 'driving license number',
  MEDICAL_ID: 'medical number',
  DOB: 'date of birth',
  IP: 'IP address',
  MAC: 'device address',
  CRYPTO: 'wallet address',
  VEHICLE: 'vehicle number',
};
