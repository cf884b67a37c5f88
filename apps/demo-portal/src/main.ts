/** What `npm start` runs: the demo portal with the gateway mounted into its own HTTP server. */
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { type Environment, parseEnvironment, startThroughline, type Throughline } from '@throughline/server';
import { demoOptions, ISSUER } from './demo-options.js';
import { createPortal } from './portal.js';
import { loadOrCreateSigningKey } from './signing-key.js';

const HOST = '127.0.0.1';
/** Longest that a clean end may take before the process ends anyway, in milliseconds. */
const SHUTDOWN_MS = 10_000;

async function main(): Promise<void> {
  const environment = parseEnvironment(process.env);
  const signingKey = await loadOrCreateSigningKey(
    join(environment.dataDir, 'keys', 'portal-signing-key.json'),
  );
  const options = demoOptions(environment, HOST, signingKey.publicJwk);
  const portal = await createPortal({ signingKey, ...ISSUER, secureCookies: false });
  await portal.ready();
  const throughline = await startThroughline(options);

  const server = createServer((request, response) => {
    const isOurs = request.url?.startsWith(`${options.basePath}/`) ?? false;
    if (isOurs) throughline.handler(request, response);
    else portal.routing(request, response);
  });
  server.on('upgrade', (request, socket, head) => {
    if (!throughline.upgrade(request, socket, head)) socket.destroy();
  });
  endCleanly(server, throughline);
  const customerUrl = await listen(server, environment).catch(async (error) => {
    await throughline.close();
    throw error;
  });
  announce(customerUrl, throughline);
}

function listen(server: Server, { customerPort }: Environment): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(
              `Port ${customerPort} for the portal is in use. End what listens there, or set THROUGHLINE_CUSTOMER_PORT to another port (0 picks a free one).`,
            )
          : error,
      );
    });
    server.listen({ host: HOST, port: customerPort }, () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : customerPort;
      resolve(`http://localhost:${port}`);
    });
  });
}

function announce(
  customer: string,
  { agentUrl: agent, operationsUrl: operations, storage }: Throughline,
): void {
  console.log(`
Throughline is running in demo mode. Data: ${storage}

  Portal      ${customer}   sign in as Ava, Ben or Chloe, then press "Chat with us"
  Agent desk  ${agent}   sign in as Sam, Riley or Lee, and switch to Available
  Operations  ${operations}   /healthz /readyz /metrics

Press Ctrl-C to end.
`);
  console.log(JSON.stringify({ event: 'ready', customer, agent, genesys: null, operations }));
}

/** The first signal drains and closes; a second one, or a close that hangs, ends the process at once. */
function endCleanly(server: Server, throughline: Throughline): void {
  let ending = false;
  const end = () => {
    if (ending) process.exit(1);
    ending = true;
    setTimeout(() => process.exit(1), SHUTDOWN_MS).unref();
    server.close();
    throughline.close().then(
      () => {
        server.closeAllConnections();
        process.exit(0);
      },
      (error: unknown) => fail(error),
    );
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
}

function fail(error: unknown): never {
  console.error(error instanceof Error ? error.message : 'The demo could not start.');
  process.exit(1);
}

main().catch(fail);
