import { z } from 'zod';
import { readThreadingWindow } from '../../platform/operations/administration.js';
import { estimateWaitingTime, listQueues } from '../../platform/operations/queues.js';
import type { PlatformClient } from '../../platform/platform-client.js';
import { ask } from '../http.js';
import type { Fact } from './fact.js';

const typeListing = z.object({
  entities: z
    .array(
      z.object({
        id: z.string(),
        name: z.string().optional(),
        credentials: z.record(z.string(), z.unknown()).optional(),
      }),
    )
    .optional(),
  pageCount: z.number().optional(),
});
const schemaAnswer = z.object({ properties: z.record(z.string(), z.unknown()).optional() });
const limits = z.object({
  entities: z.array(z.object({ key: z.string().optional(), value: z.number().optional() })).optional(),
});
const privacyListing = z.object({
  entities: z
    .array(z.object({ status: z.string().optional(), createdDate: z.string().optional() }))
    .optional(),
});

function get<Body>(
  client: PlatformClient,
  operation: `GET /api/v2/${string}`,
  answer: z.ZodType<Body>,
  { values = {}, query = {} }: { values?: Record<string, string>; query?: Record<string, string> } = {},
): Promise<Body> {
  return client.send({
    operation,
    answer,
    values,
    query,
    urgency: 'background',
    isRepeatable: true,
    patienceMs: 6_000,
  });
}

/** No organization has so many kinds of integration. */
const MAX_PAGES = 20;

async function findSignInType(client: PlatformClient) {
  for (let number = 1; number <= MAX_PAGES; number += 1) {
    const query = { pageSize: '100', pageNumber: String(number) };
    const { entities = [], pageCount = 1 } = await get(
      client,
      'GET /api/v2/integrations/types',
      typeListing,
      { query },
    );
    const found = entities.find(({ name = '' }) => /openid connect messenger/i.test(name));
    if (found || number >= pageCount) return found ?? null;
  }
  return null;
}

export const platformFacts: readonly Fact[] = [
  {
    id: 'oidc-integration-type',
    question: 'Which type, properties and credentials has "OpenID Connect Messenger Configuration"?',
    how: 'Pages through GET /api/v2/integrations/types and reads the schema of the type of that name.',
    async measure(subject) {
      const client = subject.client('doctor');
      const type = await findSignInType(client);
      if (!type) return { found: false };
      const schema = await get(
        client,
        'GET /api/v2/integrations/types/{typeId}/configschemas/properties',
        schemaAnswer,
        { values: { typeId: type.id } },
      );
      return {
        found: true,
        typeId: type.id,
        credentials: Object.keys(type.credentials ?? {}),
        properties: Object.keys(schema.properties ?? {}),
      };
    },
  },
  {
    id: 'token-rate-limit',
    question: 'How many requests a minute may one token make?',
    how: 'Reads the limits of the namespace platform.api.',
    async measure(subject) {
      const { entities = [] } = await get(
        subject.client('doctor'),
        'GET /api/v2/organizations/limits/namespaces/{namespaceName}',
        limits,
        { values: { namespaceName: 'platform.api' } },
      );
      const rates = entities.filter(({ key = '' }) => key.includes('token.rate'));
      return Object.fromEntries(rates.map(({ key = '', value }) => [key, value ?? null]));
    },
  },
  {
    id: 'threading-window',
    question: 'Is the threading window of web messaging readable, and how is the messenger called there?',
    how: 'Reads the threading timeline with the client of the doctor.',
    async measure(subject) {
      const { settings, defaultTimeoutMinutes = null } = await readThreadingWindow(subject.client('doctor'));
      return { messengers: settings.map(({ messengerType }) => messengerType), defaultTimeoutMinutes };
    },
  },
  {
    id: 'empty-waiting-time',
    question: 'What does the estimate of the waiting time hold for an idle queue?',
    how: 'Asks for the estimate of the first queue of the configuration, now.',
    async measure(subject) {
      const client = subject.client('runtime');
      const [name] = subject.settings.queues;
      if (name === undefined) throw new Error('The configuration names no queue.');
      const { entities = [] } = await listQueues(client, name);
      const id = entities[0]?.id;
      if (id === undefined) throw new Error('Genesys has no queue of the first name of the configuration.');
      const { results } = await estimateWaitingTime(client, id);
      return { results: results.length, formulas: results.map(({ formula }) => formula) };
    },
  },
  {
    id: 'gdpr-turnaround',
    question: 'Which states have privacy requests, and for how many days does the oldest open one wait?',
    how: 'Lists requests with the client for privacy; their subjects are not read.',
    async measure(subject) {
      const { entities = [] } = await get(
        subject.client('privacy'),
        'GET /api/v2/gdpr/requests',
        privacyListing,
      );
      const open = entities.filter(({ status }) => status !== 'COMPLETED' && status !== 'ERROR');
      const now = subject.settings.clock.now().getTime();
      const days = open.map(({ createdDate = '' }) => (now - Date.parse(createdDate)) / 86_400_000);
      return {
        states: [...new Set(entities.map(({ status = 'none' }) => status))],
        requests: entities.length,
        oldestOpenDays: days.length > 0 ? Math.round(Math.max(...days)) : null,
      };
    },
  },
  {
    id: 'rate-headers',
    question: 'Which headers tell how much of a limit is left?',
    how: 'Names of headers of one answer of the API that speak of rates or limits.',
    async measure({ settings }) {
      const { headers, status } = await ask(`${settings.hosts.api}/api/v2/tokens/me`);
      const names = [...headers.keys()].filter((name) => /rate|limit|retry/i.test(name));
      return { status, headers: names };
    },
  },
];
