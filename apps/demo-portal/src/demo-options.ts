import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  DEMO_DOOR,
  DEMO_FILES,
  DEMO_ISSUER,
  DEMO_MODE,
  type Environment,
  type ServerOptions,
} from '@throughline/server';
import type { JWK } from 'jose';
import { PROVIDER_PATH } from './identity-provider/provider-configuration.js';
import type { PortalProvider } from './provider-sign-in.js';

/** The names that portal and gateway know each other by. */
export const ISSUER = { issuer: DEMO_ISSUER, audience: 'throughline' };

/** The flow that routes the demo's customers, a file that can be edited and is read at start. */
const FLOW_FILE = new URL('./assets/escalation.flow.json', import.meta.url);
const HOURS_FILE = new URL('./assets/opening-hours.yaml', import.meta.url);

const QUEUES = [
  { id: 'Premium_Queue_Router', displayName: 'Premium' },
  { id: 'Standard_Queue_Router', displayName: 'Standard' },
];
const ALL_QUEUES = QUEUES.map(({ id }) => id);

const AGENTS = [
  { id: 'sam', displayName: 'Sam', role: 'agent', capacity: 3, queueIds: ALL_QUEUES },
  { id: 'riley', displayName: 'Riley', role: 'supervisor', capacity: 3, queueIds: ['Standard_Queue_Router'] },
  { id: 'lee', displayName: 'Lee', role: 'supervisor', capacity: 3, queueIds: ALL_QUEUES },
] as const;

/** Demo mode: everything on this machine, one-click sign-in, plain HTTP on loopback. */
export function demoOptions(
  environment: Environment,
  host: string,
  portalKey: JWK,
  provider: PortalProvider,
): ServerOptions {
  const {
    dataDir,
    databaseUrl,
    keyDatabaseUrl,
    redisUrl,
    keyFile,
    agentPort,
    genesysPort,
    operationsPort,
    logLevel,
  } = environment;
  return {
    ...DEMO_MODE,
    dataDir,
    ...(databaseUrl ? { databaseUrl } : {}),
    ...(keyDatabaseUrl ? { keyStore: { databaseUrl: keyDatabaseUrl } } : {}),
    ...(redisUrl ? { redisUrl } : {}),
    ...(keyFile ? { keyFile } : {}),
    issuers: [{ ...ISSUER, keys: { keys: [portalKey] } }],
    identityProvider: {
      portal: ISSUER.issuer,
      provider: {
        issuer: `${provider.origin}${PROVIDER_PATH}`,
        clientId: provider.gateway.clientId,
        clientSecret: provider.gateway.clientSecret,
        allowHttp: true,
      },
    },
    flow: {
      name: 'escalation',
      source: readFileSync(fileURLToPath(FLOW_FILE), 'utf8'),
      resources: [readFileSync(fileURLToPath(HOURS_FILE), 'utf8')],
    },
    withoutChat: { schedule: 'phone', callbackQueue: 'Standard_Queue_Router' },
    queues: QUEUES,
    agents: AGENTS,
    agentDoor: { host, port: agentPort },
    ...(environment.contactCenter === 'genesys'
      ? { relay: { endpoint: 'own-door' as const, standInMinutes: 240 } }
      : {}),
    genesysDoor: { ...DEMO_DOOR, listen: { host, port: genesysPort } },
    files: DEMO_FILES,
    operationsDoor: { host, port: operationsPort },
    logLevel,
  };
}
