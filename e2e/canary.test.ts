/** Values that must stop at the gateway (T6), said wherever something can be said, and looked for everywhere. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CANARIES, type Canary } from './canary/canaries.js';
import { CanaryLab } from './canary/lab.js';
import { leaksOf, type Sink } from './canary/sinks.js';
import { askForAudit, openDesk, tellBrokenGateway, tellGateway } from './canary/tell-gateway.js';
import { tellGuestDoor } from './canary/tell-guest-door.js';
import { tellRelay } from './canary/tell-relay.js';

/** Customers at once. */
const LANES = 8;

/** @returns the ids of their conversations */
async function tellAll(lab: CanaryLab, canaries: readonly Canary[]): Promise<string[]> {
  const desk = await openDesk(lab, 'a0', true);
  const left = [...canaries.entries()];
  const ids: string[] = [];
  const lane = async () => {
    for (let next = left.shift(); next; next = left.shift()) {
      ids.push(await tellGateway(lab, desk, next[1], next[0]));
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  await tellGuestDoor(lab, desk, canaries);
  return ids;
}

describe('with the default policy', () => {
  let lab: CanaryLab;
  let sinks: Sink[];
  beforeAll(async () => {
    lab = await CanaryLab.open();
    await openDesk(lab, 'a1', false);
    const [conversationId = ''] = await tellAll(lab, CANARIES);
    await tellBrokenGateway(lab, CANARIES);
    await askForAudit(lab, CANARIES);
    await lab.replay(conversationId);
    sinks = await lab.sinks();
  });
  afterAll(() => lab[Symbol.asyncDispose]());

  it(`[T6] ${CANARIES.length} kinds of value are found nowhere`, () => {
    expect(leaksOf(CANARIES, sinks)).toEqual([]);
  });

  it('would be found wherever they were', () => {
    for (const canary of CANARIES.filter(({ forAgents }) => !forAgents)) {
      const { secret } = canary;
      const encoded = Buffer.from(`value=${secret}&`).toString('base64');
      const forms = [secret, encodeURIComponent(secret), JSON.stringify({ secret }), encoded];
      for (const sink of sinks.slice(0, 10)) {
        const end = sink.text.slice(-200);
        const planted = forms.map((form) => ({ ...sink, text: `${end} ${form}` }));
        expect(leaksOf([canary], planted)).toHaveLength(forms.length);
      }
    }
  });
});

describe('with a contact center elsewhere', () => {
  /** Few, because it takes three messages a second. */
  const FEW = CANARIES.filter((_, index) => index % 8 === 0);

  it(`[T6] ${FEW.length} of them are found nowhere`, async () => {
    await using lab = await CanaryLab.open({ elsewhere: true });
    const desk = await openDesk(lab, 'a0', true);
    await tellRelay(lab, desk, FEW);
    expect(leaksOf(FEW, await lab.sinks())).toEqual([]);
  });
});

describe('with a policy that lets one kind pass, and a log that says too much', () => {
  const PLANTED = CANARIES.filter(({ kind }) => ['e-mail address', 'password'].includes(kind));
  /** What somebody forgets in the code: a line that says which frame has come. */
  const FORGOTTEN_LINE = `const parse = JSON.parse;
    JSON.parse = (text, ...more) => {
      if (String(text).includes('Canary77')) process.stderr.write(text + '\\n');
      return parse(text, ...more);
    };`;

  it('are found at agents, and in the log', async () => {
    await using lab = await CanaryLab.open({
      policy: 'preset: default\nrules: [{ entities: [EMAIL], operator: allow }]',
      environment: { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(FORGOTTEN_LINE)}` },
    });
    await tellAll(lab, PLANTED);
    const leaks = leaksOf(PLANTED, await lab.sinks());
    const found = (sink: string, kind: string) => leaks.some((leak) => leak.startsWith(`${sink}: ${kind}: `));
    expect(found('frames to the desk of a0', 'e-mail address')).toBe(true);
    expect(found('answers to programs of agents and operators', 'e-mail address')).toBe(true);
    expect(found('standard output and error', 'password')).toBe(true);
    expect(found('frames to the desk of a0', 'password')).toBe(false);
  });
});
