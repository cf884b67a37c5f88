import { type FastifyInstance, fastify } from 'fastify';
import type { Metrics } from '../../observability/metrics.js';

export interface OperationsDoorOptions {
  readonly metrics: Metrics;
  /** Rejects while the store cannot serve. */
  readonly pingStore: () => Promise<void>;
  /** True once the node has begun to shut down: it should get no new traffic. */
  readonly isClosing: () => boolean;
}

/** What orchestration and monitoring read. Bind it where customers and agents cannot reach it. */
export async function createOperationsDoor(options: OperationsDoorOptions): Promise<FastifyInstance> {
  const app = fastify({ logger: false, forceCloseConnections: true });
  app.get('/healthz', async () => ({ status: 'ok' }));
  app.get('/readyz', async (_request, reply) => {
    const problem = await notReadyBecause(options);
    return problem ? reply.code(503).send({ status: 'unavailable', reason: problem }) : { status: 'ok' };
  });
  app.get('/metrics', async (_request, reply) =>
    reply.type(options.metrics.registry.contentType).send(await options.metrics.registry.metrics()),
  );
  await app.ready();
  return app;
}

async function notReadyBecause({ isClosing, pingStore }: OperationsDoorOptions): Promise<string | null> {
  if (isClosing()) return 'shutting_down';
  return pingStore().then(
    () => null,
    () => 'store_unavailable',
  );
}
