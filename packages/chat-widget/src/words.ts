/**
 * What the chat says as soon as it is there. The rest is in `later-words.ts`. Another language takes the place of these,
 * and its other words come beside them: see `languages.ts`.
 */
export const words = {
  title: 'Chat with us',
  minimize: 'Minimize chat',

  log: 'Conversation',
  message: 'Message',
  send: 'Send',
  writeMessage: 'Write a message',
  reconnecting: 'Reconnecting… your messages will be sent',

  you: 'You',
  youSay: 'You say',
  agent: 'Agent',
  automated: 'Automated message',

  waitingToSend: 'Waiting to send',
  sending: 'Sending…',
  sent: 'Sent',
  sentFiles: 'Files',
  failed: 'Not sent',
};
