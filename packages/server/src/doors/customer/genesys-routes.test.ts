import type { IncomingMessage } from 'node:http';
import { CoreError } from '@throughline/core';
import { DATA_ACTIONS } from '@throughline/genesys-cloud';
import Fastify from 'fastify';
import { expect, it } from 'vitest';
import { createLogger } from '../../observability/logger.js';
import { createMetrics } from '../../observability/metrics.js';
import type { Services } from '../../realtime/services.js';
import { answerErrors } from '../http-errors.js';
import { MemoryRateLimiter } from '../memory-rate-limiter.js';
import { DEFAULT_REQUEST_RATES, RequestLimits } from '../request-limits.js';
import { addGenesysRoutes } from './genesys-routes.js';
import type { ServerGuard } from './server-guard.js';

/** As docs/genesys/limits.md says it. */
const CALLS_PER_MINUTE = 3_000;

it('[ACTION-6] [SETUP-5] are those of the exported set-up, take 3,000 calls a minute of each client, and say when the next one is taken', async () => {
  const app = Fastify();
  const served: string[] = [];
  app.addHook('onRoute', ({ url }) => {
    served.push(url);
  });
  answerErrors(app, createLogger('silent'), createMetrics());
  const limits = new RequestLimits({ limiter: new MemoryRateLimiter(), rates: DEFAULT_REQUEST_RATES });
  const guard = { admitClient: async ({ headers }: IncomingMessage) => ({ id: headers['x-client'] }) };
  addGenesysRoutes(app, {
    guard: guard as unknown as ServerGuard,
    limits,
    services: {} as Services,
    actions: {
      authority: 'architect',
      threadingMs: 0,
      tellEntry: async () => undefined,
      learned: () => undefined,
      routingOf: async () => {
        throw new CoreError('not_found', 'There is none.');
      },
    },
  });
  expect(served.sort()).toEqual(
    Object.values(DATA_ACTIONS)
      .map(({ path }) => path)
      .sort(),
  );
  const call = (client: string, path: string = DATA_ACTIONS.routing.path) =>
    app.inject({
      method: 'POST',
      url: path,
      headers: { 'x-client': client },
      payload: { conversationId: '0c9f5b8e-1d1e-4bb5-8f7a-6a7e2b4d9c10' },
    });
  for (let calls = 1; calls < CALLS_PER_MINUTE; calls += 1) await limits.takeForServer('a');
  expect((await call('a')).statusCode).toBe(404);
  for (const { path } of Object.values(DATA_ACTIONS)) {
    const refused = await call('a', path);
    expect(refused.statusCode, path).toBe(429);
    expect(refused.json()).toMatchObject({ error: { code: 'rate_limited', retryable: true } });
    const wait = Number(refused.headers['retry-after']);
    expect(wait).toBeGreaterThanOrEqual(1);
    expect(wait).toBeLessThanOrEqual(60);
  }
  expect((await call('b')).statusCode).toBe(404);
  await app.close();
});
