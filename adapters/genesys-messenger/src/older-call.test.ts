import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { MessengerSettings } from './settings.js';

const SETTINGS: MessengerSettings = {
  scriptUrl: 'https://apps.mypurecloud.ie/genesys-bootstrap/genesys.min.js',
  environment: 'prod-euw1',
  deploymentId: '5e1f5e1f-0000-4000-8000-000000000001',
  regionNames: ['euw1', 'prod-euw1', 'eu-west-1', 'mypurecloud.ie'],
};

interface Page {
  genesysCloud?: { webchat?: { init(given: unknown): void; open(): void }; other?: string };
}
const page = globalThis as Page;

/** Modules keep what the page has said: each test has its own. */
async function offer(open = () => undefined) {
  vi.resetModules();
  const { offerOlderCall } = await import('./older-call.js');
  const attributes = await import('./attributes.js');
  offerOlderCall(SETTINGS, open);
  const { webchat } = page.genesysCloud ?? {};
  if (!webchat) throw new Error('There is no genesysCloud.webchat.');
  return { webchat, ...attributes };
}

const said: string[] = [];
beforeEach(() => {
  said.length = 0;
  for (const level of ['error', 'warn'] as const) {
    vi.spyOn(console, level).mockImplementation((text: string) => void said.push(`${level}: ${text}`));
  }
});
afterEach(() => {
  vi.restoreAllMocks();
  delete page.genesysCloud;
});

describe('genesysCloud.webchat.init', () => {
  it.each([...SETTINGS.regionNames, 'EUW1'])('[DIRECT-6] takes the region name %s', async (name) => {
    const { webchat } = await offer();
    webchat.init({ region: name });
    webchat.init({ environment: name, deploymentId: SETTINGS.deploymentId });
    expect(said).toEqual([]);
  });

  it('[DIRECT-6] says what another region is called here, and goes on', async () => {
    const { webchat, pageAttributes } = await offer();
    webchat.init({ region: 'usw2', context: { orderId: 'A-17' } });
    expect(said).toEqual([
      expect.stringMatching(/^error: .*prod-euw1, not "usw2".*euw1, prod-euw1, eu-west-1/),
    ]);
    expect(pageAttributes()).toEqual({ orderId: 'A-17' });
  });

  it('[DIRECT-6] warns of externalId once, and never takes it', async () => {
    const { webchat, pageAttributes } = await offer();
    webchat.init({ externalId: 'someone-else' });
    webchat.init({ externalId: 'someone-else' });
    expect(said).toEqual([expect.stringMatching(/^warn: .*externalId is ignored/)]);
    expect(pageAttributes()).toEqual({});
  });

  it.each([[undefined], [null], ['euw1'], [{ context: 'text' }], [{ deploymentId: 'other' }]])(
    '[DIRECT-6] says what is wrong with %o, and throws nothing',
    async (given) => {
      const { webchat, pageAttributes } = await offer();
      webchat.init(given);
      expect(said).toEqual([expect.stringMatching(/^error: genesysCloud\.webchat\.init\(\)/)]);
      expect(pageAttributes()).toEqual({});
    },
  );

  it('[DIRECT-6] leaves what the page has under the same name', async () => {
    page.genesysCloud = { other: 'kept' };
    const open = vi.fn();
    const { webchat } = await offer(open);
    webchat.open();
    expect(open).toHaveBeenCalledOnce();
    expect(page.genesysCloud).toMatchObject({ other: 'kept' });
  });
});

describe('attributes of the page', () => {
  it('[DIRECT-3] are texts, added up, the later one of a name; each change is told', async () => {
    const { webchat, pageAttributes, setPageAttributes, whenAttributesChange } = await offer();
    const heard = vi.fn();
    webchat.init({ customAttributes: { orderId: 17, urgent: true } });
    whenAttributesChange(heard);
    setPageAttributes({ urgent: 'no', topic: 'card' });
    expect(pageAttributes()).toEqual({ orderId: '17', urgent: 'no', topic: 'card' });
    expect(heard).toHaveBeenCalledOnce();
  });
});
