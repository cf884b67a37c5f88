import { parseFlow } from '@throughline/flow';
import { describe, expect, it } from 'vitest';
import { parseHcl } from '../../test-support/parse-hcl.js';
import { refusals } from '../../test-support/provider-schema.js';
import { toArchitect, toObeyingFlow } from '../index.js';
import { exportSetup } from './export-setup.js';
import { HOME_DIVISION } from './messenger.js';

const FLOW = parseFlow(`
flow: support
version: "1"
facts: { tier: user.tier }
start: tier
default: message
steps:
  tier: { kind: decide, when: [{ if: "tier == 'PREMIUM'", then: staff }], otherwise: loans }
  staff: { kind: availability, queue: premium, available: premium, nobody: loans, unknown: loans }
  premium: { kind: queue, queue: premium, skills: [German], priority: 5, limit: 2m, then: loans }
  loans: { kind: queue, queue: loans, limit: 10m, then: message }
  message: { kind: leaveMessage, queue: loans }
`);
const SETUP = {
  gatewayUrl: 'https://www.bank.example/support',
  origins: ['https://www.bank.example'],
  queues: ['loans', 'premium'],
  skills: ['German'],
  schedules: [],
  deployments: 1,
  isDirect: false,
};
const IN_MODULE = { division: `{{${HOME_DIVISION}}}` };

/** All that an organization gets where Architect decides, and the least of it where the gateway does. */
const EXPORTS = {
  architect: () =>
    exportSetup(
      {
        ...SETUP,
        region: 'eu-central-1',
        authority: 'architect',
        autoStart: true,
        files: { types: ['image/png', 'application/pdf'], maxBytes: 25_000_000 },
        issuer: 'https://www.bank.example/support/oidc',
        externalSource: 'Bank customers',
      },
      { yaml: toArchitect(FLOW, IN_MODULE).yaml, gaps: ['Step "premium" of the flow: x'] },
    ),
  gateway: () =>
    exportSetup(
      {
        ...SETUP,
        region: null,
        authority: 'gateway',
        autoStart: false,
        issuer: null,
        externalSource: null,
        files: null,
      },
      { yaml: toObeyingFlow(FLOW, IN_MODULE), gaps: [] },
    ),
};

describe.each(Object.entries(EXPORTS))('the export where %s decides', (authority, files) => {
  it('[SETUP-3] is what it was', async () => {
    for (const [name, text] of Object.entries(files())) {
      await expect(text).toMatchFileSnapshot(`../../test-support/golden/${authority}/${name}`);
    }
  });

  it('[SETUP-1] has nested arguments as the provider documents them', async () => {
    const texts = Object.entries(files()).filter(([name]) => name.endsWith('.tf'));
    const parsed = await Promise.all(texts.map(([, text]) => parseHcl(text)));
    const resources = parsed.flatMap(({ blocks }) => blocks).filter(({ type }) => type === 'resource');
    expect(resources.length).toBeGreaterThan(10);
    expect(
      resources.flatMap(({ labels: [type = ''], body }) => refusals(type.replace('genesyscloud_', ''), body)),
    ).toEqual([]);
  });
});

describe('refusals', () => {
  it.each([
    ['role { name = "x" }', 'auth_role', []],
    ['role { name = 1 }', 'auth_role', ['auth_role.name is not of type text']],
    ['role { nam = "x" }', 'auth_role', ['auth_role has no name', 'auth_role knows no nam']],
    [
      'd { name = "x"\n configuration { id = a.b }\n}',
      'webdeployments_deployment',
      ['webdeployments_deployment.configuration has no version'],
    ],
    [
      'd { name = "x"\n configuration = "y"\n}',
      'webdeployments_deployment',
      ['webdeployments_deployment.configuration is no block'],
    ],
  ])('[SETUP-1] of %s are found', async (text, type, found) => {
    const [block] = (
      await parseHcl(text.includes('\n') ? text : text.replace('{ ', '{\n').replace(' }', '\n}'))
    ).blocks;
    expect(refusals(type, block?.body ?? {})).toEqual(found);
  });
});
