import { parseArgs } from 'node:util';
import type { OperatorAccess } from '@throughline/server';
import { EXIT, type ExitCode, type Terminal, UsageError } from '../../command.js';
import { withAccess } from '../access.js';
import { readTime } from './files.js';

interface Way {
  readonly from: string;
  readonly to: string;
  count: number;
  readonly conversationIds: string[];
}

/** Entries of the audit trail that are read at once. */
const PAGE = 1_000;

/** `flow shadow`: who would have gone elsewhere with the shadow flow. */
export function shadow(parameters: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...parameters],
    allowPositionals: true,
    options: {
      version: { type: 'string' },
      since: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  if (positionals.length > 0) throw new UsageError('"flow shadow" takes no file.');
  const since = values.since === undefined ? undefined : readTime(values.since).toISOString();
  return withAccess(terminal, async ({ actions }) => {
    const ways = await readWays(actions, { since, version: values.version });
    terminal.stdout.write(values.json ? `${JSON.stringify(ways)}\n` : describe(ways));
    return ways.some(({ from, to }) => from !== to) ? EXIT.finding : EXIT.fine;
  });
}

/** What the trail says, by where conversations went and would have gone. */
export async function readWays(
  actions: Pick<OperatorAccess['actions'], 'auditRead'>,
  { since, version: only }: { readonly since?: string | undefined; readonly version?: string | undefined },
): Promise<readonly Way[]> {
  const ways = new Map<string, Way>();
  for await (const { conversationId, from, to, version } of comparisons(actions, since)) {
    if (only !== undefined && version !== only) continue;
    const key = JSON.stringify([from, to]);
    const way = ways.get(key) ?? { from, to, count: 0, conversationIds: [] };
    way.count += 1;
    // Those who would go the same way are many, and nobody asks for them.
    if (from !== to) way.conversationIds.push(conversationId);
    ways.set(key, way);
  }
  return [...ways.values()];
}

async function* comparisons(
  actions: Pick<OperatorAccess['actions'], 'auditRead'>,
  since: string | undefined,
) {
  let after = 0;
  for (;;) {
    const entries = await actions.auditRead({
      after,
      limit: PAGE,
      action: 'flow.compared',
      ...(since === undefined ? {} : { since }),
    });
    for (const { conversationId, details } of entries) {
      const { from, to, version } = details as { from: string; to: string; version: string };
      yield { conversationId: conversationId ?? '', from, to, version };
    }
    const last = entries.at(-1);
    if (!last || entries.length < PAGE) return;
    after = last.seq;
  }
}

function describe(ways: readonly Way[]): string {
  const total = ways.reduce((sum, { count }) => sum + count, 0);
  const moved = ways.filter(({ from, to }) => from !== to);
  const lines = [
    ...moved.flatMap(({ from, to, count, conversationIds }) => [
      `${from} → ${to}: ${count}`,
      ...conversationIds.map((id) => `  ${id}`),
    ]),
    `${moved.reduce((sum, { count }) => sum + count, 0)} of ${total} would have gone elsewhere`,
  ];
  return `${lines.join('\n')}\n`;
}
