import type { StructuredMessage } from '@throughline/guest-api';

/** Who speaks for the contact center, as far as guests are told. */
export interface RemoteAgent {
  readonly id: string;
  readonly displayName: string;
  readonly byBot: boolean;
}

// Guests are told no id of an agent, so that the name has to do: two agents of one name are one here.
const PERSON = 'genesys:';
const BOT = 'genesys-bot:';

/** Who wrote a message; without a name, what they are stands for it. */
export function authorOf({ originatingEntity, channel }: StructuredMessage): RemoteAgent {
  const byBot = originatingEntity === 'Bot';
  const { nickname, firstName } = channel?.from ?? {};
  const displayName = nickname || firstName || (byBot ? 'Assistant' : 'Agent');
  return { id: `${byBot ? BOT : PERSON}${displayName}`, displayName, byBot };
}

/** Null when the id is none of {@link authorOf}. */
export function nameOfAgent(agentId: string): string | null {
  const prefix = [PERSON, BOT].find((each) => agentId.startsWith(each));
  return prefix === undefined ? null : agentId.slice(prefix.length);
}
