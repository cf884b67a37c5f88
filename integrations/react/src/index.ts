'use client';

export {
  ThroughlineChat,
  type ThroughlineChatHandle,
  type ThroughlineChatProps,
} from './throughline-chat.js';
