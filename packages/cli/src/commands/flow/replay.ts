import { userInfo } from 'node:os';
import { parseArgs } from 'node:util';
import type { FlowReplay } from '@throughline/server';
import { EXIT, type ExitCode, type Terminal, UsageError } from '../../command.js';
import { withAccess } from '../access.js';

/** `flow replay CONVERSATION_ID`: plays the flow of a conversation again, also with other facts or another version. */
export function replay(parameters: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...parameters],
    allowPositionals: true,
    options: {
      with: { type: 'string', multiple: true, default: [] },
      at: { type: 'string' },
      'show-facts': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const [conversationId, ...more] = positionals;
  if (conversationId === undefined || more.length > 0) {
    throw new UsageError('"flow replay" needs the id of one conversation.');
  }
  const changes = Object.fromEntries(values.with.map(readChange));
  return withAccess(terminal, async ({ actions }) => {
    const replayed = await actions.flowReplay({
      conversationId,
      with: changes,
      ...(values.at === undefined ? {} : { version: values.at }),
      showFacts: values['show-facts'],
      operator: userInfo().username,
    });
    terminal.stdout.write(values.json ? `${JSON.stringify(replayed)}\n` : describe(replayed));
    return replayed.same ? EXIT.fine : EXIT.finding;
  });
}

function readChange(text: string): [string, string] {
  const middle = text.indexOf('=');
  if (middle < 1) throw new UsageError(`--with takes fact=value, not "${text}".`);
  return [text.slice(0, middle), text.slice(middle + 1)];
}

function describe({ flow, recorded, replayed, same, unanswered, facts }: FlowReplay): string {
  const lines = [
    `${flow} ${replayed.version}`,
    ...(facts ? [`facts: ${JSON.stringify(facts)}`] : []),
    `path: ${replayed.path.join(' → ')}`,
    ...replayed.reasons.map((reason) => `  ${reason}`),
    `target: ${JSON.stringify(replayed.target)}`,
    ...(unanswered.length > 0 ? [`nobody had asked before: ${unanswered.join(', ')}`] : []),
    same
      ? 'as recorded'
      : `recorded, with ${recorded.version}: ${recorded.path.join(' → ')} to ${JSON.stringify(recorded.target)}`,
  ];
  return `${lines.join('\n')}\n`;
}
