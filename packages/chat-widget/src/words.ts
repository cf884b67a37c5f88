/** Every string that the widget shows or speaks. */
export const words = {
  /** BCP 47 tag of these strings, for the names of days. */
  language: 'en',

  title: 'Chat with us',
  launcher: (unread: string): string => (unread === '' ? 'Chat with us' : `Chat with us, ${unread} unread`),
  minimize: 'Minimize chat',
  options: 'Chat options',
  endChat: 'End chat',
  endChatFailed: 'The chat could not be ended. Please try again.',

  log: 'Conversation',
  message: 'Message',
  send: 'Send',
  sentFiles: 'Files',
  writeMessage: 'Write a message',
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

  connecting: 'Connecting…',
  reconnecting: 'Reconnecting… your messages will be sent',
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
  offered: 'Connecting you to an agent…',
  held: 'Your chat is on hold. We will be with you soon.',

  you: 'You',
  youSay: 'You say',
  agent: 'Agent',
  automated: 'Automated message',
  says: (name: string): string => `${name} says`,
  joined: (name: string): string => `${name} joined`,
  left: (name: string): string => `${name} left — finding another agent`,
  endedBy: (name: string): string => `${name} ended the chat`,
  endedByYou: 'You ended the chat',
  endedAway: 'This chat ended because you were away',
  endedErased: 'This chat ended because your data was erased',
  isTyping: (name: string): string => `${name} is typing…`,
  today: 'Today',
  yesterday: 'Yesterday',

  waitingToSend: 'Waiting to send',
  sending: 'Sending…',
  sent: 'Sent',
  delivered: 'Delivered',
  read: 'Read',
  failed: 'Not sent',
  messageSent: 'Message sent',
  messageFailed: 'Message not sent',

  failureHeading: "We can't open chat right now",
  failureText: 'We keep trying, and the chat will open here as soon as it can.',
  failureContact: 'You can also reach us another way:',
  refusedText: 'Please reload this page, or reach us another way.',
  callUs: 'Call us',
  sendEmail: 'Send an email',

  signInHeading: 'Please sign in again to continue',
} as const;
