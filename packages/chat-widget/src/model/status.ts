import type { ChatSnapshot } from '@throughline/chat-client';

export function isReconnecting(snapshot: ChatSnapshot): boolean {
  const { kind } = snapshot.connection;
  return kind === 'waiting' || kind === 'connecting' || kind === 'signing-in';
}

export function isLive(snapshot: ChatSnapshot): boolean {
  return snapshot.conversation !== null && snapshot.conversation.state !== 'ended';
}
