import { createDeskClient, type DeskClient } from '@throughline/chat-client/desk';
