/** What `npm start` runs: the demo portal with the gateway mounted into its own HTTP server. */
import { join } from 'node:path';
import {
  endOnSignals,
  type HostedThroughline,
  hostThroughline,
  parseEnvironment,
  readyLine,
} from '@throughline/server';
import { demoOptions, ISSUER } from './demo-options.js';
import { freePort } from './free-port.js';
import { createPortal } from './portal.js';
import { createPortalProvider } from './provider-sign-in.js';
import { loadOrCreateSigningKey } from './signing-key.js';

const HOST = '127.0.0.1';

async function main(): Promise<void> {
  const environment = parseEnvironment(process.env);
  const signingKey = await loadOrCreateSigningKey(
    join(environment.dataDir, 'keys', 'portal-signing-key.json'),
  );
  const customerPort = environment.customerPort || (await freePort(HOST));
  const provider = createPortalProvider(`http://localhost:${customerPort}`);
  const portal = await createPortal({ signingKey, ...ISSUER, secureCookies: false, provider });
  await portal.ready();
  const node = await hostThroughline({
    throughline: demoOptions(environment, HOST, signingKey.publicJwk, provider),
    customerDoor: { host: HOST, port: customerPort },
    portal: (request, response) => portal.routing(request, response),
  });
  endOnSignals(node, fail);
  announce(node);
}

function announce(node: HostedThroughline): void {
  console.log(`
Throughline is running in demo mode. Data: ${node.storage}

  Portal      ${node.customerUrl}   sign in as Ava, Ben or Chloe, then press "Chat with us"
  Agent desk  ${node.agentUrl}   sign in as Sam, Riley or Lee, and switch to Available
  Genesys     ${node.genesysUrl}   for clients of Genesys Cloud: deployment 5e1f5e1f-0000-4000-8000-000000000001
  Operations  ${node.operationsUrl}   /healthz /readyz /metrics

Press Ctrl-C to end.
`);
  console.log(readyLine(node));
}

function fail(error: unknown): never {
  console.error(error instanceof Error ? error.message : 'The demo could not start.');
  process.exit(1);
}

main().catch(fail);
