import { readFile, writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { RelayStage } from '../../test-support/relay-stage.js';

const TABLE = new URL('../../../../docs/genesys/faults.md', import.meta.url);

/** Everything that the door can be made to do, as `throughline emulator fault` does it. */
const FAULTS = {
  'http 503': { kind: 'http', status: 503, path: '/api/v2/webmessaging', times: 2 },
  delay: { kind: 'delay', path: '/v1', ms: 700 },
  'rate-limit': { kind: 'rate-limit', retryAfterSeconds: 0.5, times: 2 },
  'malformed-frame': { kind: 'malformed-frame', times: 1 },
  'expire-session': { kind: 'expire-session' },
  'expire-jwt': { kind: 'expire-jwt' },
  'expire-token': { kind: 'expire-token' },
  'read-only': { kind: 'read-only' },
  'drop-socket': { kind: 'drop-socket' },
  'signed-in': { kind: 'signed-in' },
} as const;

type Outcome = 'goes on' | 'waits for an agent again, then goes on' | 'ends' | 'waits, then an agent comes';

const SITUATIONS = {
  /** An agent has the conversation, and nobody writes. */
  idle: async (stage: RelayStage, fault: object) => {
    await talk(stage);
    await stage.door.fault(fault);
    return ['before'];
  },
  /** The other side has the message and has not answered yet. */
  'mid-message': async (stage: RelayStage, fault: object) => {
    await talk(stage);
    await stage.door.fault({ kind: 'delay', path: '/v1', ms: 150 });
    await stage.write('during');
    await pause(50);
    await stage.door.fault(fault);
    return ['before', 'during'];
  },
  /** The other side has allowed a file, and does not have it yet. */
  'mid-upload': async (stage: RelayStage, fault: object) => {
    await talk(stage);
    await stage.door.fault({ kind: 'delay', path: '/v1', ms: 150 });
    await stage.sendFile('during.txt');
    await pause(170);
    await stage.door.fault(fault);
    return ['before', '[File] during.txt'];
  },
  /** No agent has taken it. */
  'while queued': async (stage: RelayStage, fault: object) => {
    await stage.write('before');
    await stage.untilDelivered(1);
    await stage.door.fault(fault);
    return ['before'];
  },
} satisfies Record<string, (stage: RelayStage, fault: object) => Promise<readonly string[]>>;

async function talk(stage: RelayStage): Promise<void> {
  await stage.write('before');
  await stage.answer('hello');
  await stage.untilSeen('agent: hello');
}

interface Cell {
  readonly outcome: Outcome;
  readonly lost: number;
  readonly doubled: number;
}

async function play(fault: { readonly kind: string }, situation: keyof typeof SITUATIONS): Promise<Cell> {
  const stage = await RelayStage.set();
  try {
    const written = [...(await SITUATIONS[situation](stage, fault))];
    if (fault.kind === 'read-only' && !situation.startsWith('mid-')) await stage.untilEnded();
    if ((await stage.gateway.get(stage.conversation)).state !== 'ended') {
      await stage.write('after').then(
        () => written.push('after'),
        () => undefined,
      );
    }
    const said = situation === 'while queued' ? [] : ['hello'];
    await stage.untilArrived(written);
    if ((await stage.gateway.get(stage.conversation)).state !== 'ended') {
      await stage.answer('bye');
      await stage.untilSeen('agent: bye');
      said.push('bye');
    }
    const seen = await stage.gateway.transcript(stage.conversation);
    const times = (lines: readonly string[], line: string) => lines.filter((each) => each === line).length;
    const arrived = await stage.arrived();
    const counts = [
      ...written.map((text) => times(arrived, `customer: ${text}`)),
      ...said.map((text) => times(seen, `agent: ${text}`)),
    ];
    return {
      outcome: outcomeOf(seen, situation),
      lost: counts.filter((count) => count === 0).length,
      doubled: counts.filter((count) => count > 1).length,
    };
  } finally {
    await stage.strike();
  }
}

function outcomeOf(seen: readonly string[], situation: string): Outcome {
  if (seen.some((line) => line.startsWith('ended'))) return 'ends';
  if (seen.some((line) => line.startsWith('left'))) return 'waits for an agent again, then goes on';
  return situation === 'while queued' ? 'waits, then an agent comes' : 'goes on';
}

describe('faults of the other side', () => {
  const rows = new Map<string, string>();

  for (const [name, fault] of Object.entries(FAULTS)) {
    it.concurrent(`[GUEST-5] [GUEST-6] loses nothing and doubles nothing at ${name}`, async ({ expect }) => {
      const situations = Object.keys(SITUATIONS) as (keyof typeof SITUATIONS)[];
      const cells = await Promise.all(situations.map((situation) => play(fault, situation)));
      expect(cells.map(({ lost, doubled }) => ({ lost, doubled }))).toEqual(
        situations.map(() => ({ lost: 0, doubled: 0 })),
      );
      rows.set(name, `| \`${name}\` | ${cells.map(({ outcome }) => outcome).join(' | ')} |`);
    });
  }

  afterAll(async () => {
    if (rows.size < Object.keys(FAULTS).length) return;
    const lines = Object.keys(FAULTS).map((name) => rows.get(name));
    const document = await readFile(TABLE, 'utf8');
    const made = document.replace(/(\|---.*\n)[\s\S]*$/, `$1${lines.join('\n')}\n`);
    if (process.env.THROUGHLINE_UPDATE) await writeFile(TABLE, made);
    else expect(made).toBe(document);
  });
});
