import type { ChatSnapshot } from '@throughline/chat-client';
import { words } from '../words.js';

export function isReconnecting(snapshot: ChatSnapshot): boolean {
  const { kind } = snapshot.connection;
  return kind === 'waiting' || kind === 'connecting' || kind === 'signing-in';
}

export function isLive(snapshot: ChatSnapshot): boolean {
  return snapshot.conversation !== null && snapshot.conversation.state !== 'ended';
}

export function agentName(snapshot: ChatSnapshot): string {
  return snapshot.conversation?.agent?.displayName ?? words.agent;
}
