import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DoorIdentityProvider } from '@throughline/genesys-door';
import { startThroughline } from './compose.js';
import { DEMO_CLIENT, DEMO_DEPLOYMENT_ID, DEMO_MODE } from './config/demo.js';
import type { GenesysDoorSettings } from './config/options.js';
import { type DeploymentSettings, readDeployment, readLimits } from './emulator-settings.js';

const HOST = '127.0.0.1';
const QUEUES = [
  { id: 'Premium_Queue_Router', displayName: 'Premium' },
  { id: 'Standard_Queue_Router', displayName: 'Standard' },
];
const ALL_QUEUES = QUEUES.map(({ id }) => id);

/** The deployment and the client that the demo and the emulator have. Public on purpose: both run on loopback only. */
export const DEMO_DOOR = {
  deployments: [readDeployment(DEMO_DEPLOYMENT_ID, 'Standard_Queue_Router', {})],
  clients: [DEMO_CLIENT],
} satisfies Pick<GenesysDoorSettings, 'deployments' | 'clients'>;

export interface EmulatorOptions {
  readonly genesysPort: number;
  /** Of the desk, where people answer. */
  readonly agentPort: number;
  readonly logLevel: string;
  /** Settings of the deployment by name, where they are to differ. */
  readonly deployment?: DeploymentSettings;
  /** Limits by name, where they are to differ. */
  readonly limits?: Readonly<Record<string, number>>;
  readonly identityProvider?: DoorIdentityProvider;
  /** PEM texts, for clients that speak TLS only. */
  readonly tls?: { readonly cert: string; readonly key: string };
}

export interface Emulator {
  readonly genesysUrl: string;
  readonly agentUrl: string;
  close(): Promise<void>;
}

/**
 * The Genesys-compatible door alone, with a contact center and a desk behind it. Its data lasts as long as it runs.
 * @throws Error when a port is in use, or a setting or limit is unknown or wrong
 */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const deployment = readDeployment(DEMO_DEPLOYMENT_ID, 'Standard_Queue_Router', options.deployment ?? {});
  const limits = readLimits(options.limits ?? {});
  const dataDir = await mkdtemp(join(tmpdir(), 'throughline-emulator-'));
  const removeData = () => rm(dataDir, { recursive: true, force: true });
  const { identityProvider, tls } = options;
  try {
    const node = await startThroughline({
      ...DEMO_MODE,
      dataDir,
      inMemory: true,
      issuers: [],
      flow: {
        name: 'emulator',
        source: JSON.stringify({
          input: { type: 'webchat', variables: {} },
          logic: [{ condition: 'default', target: 'Standard_Queue_Router' }],
        }),
      },
      queues: QUEUES,
      agents: [
        { id: 'sam', displayName: 'Sam', role: 'agent', capacity: 50, queueIds: ALL_QUEUES },
        { id: 'riley', displayName: 'Riley', role: 'agent', capacity: 50, queueIds: ALL_QUEUES.slice(1) },
      ],
      agentDoor: { host: HOST, port: options.agentPort },
      operationsDoor: { host: HOST, port: 0 },
      genesysDoor: {
        ...DEMO_DOOR,
        listen: { host: HOST, port: options.genesysPort },
        deployments: [deployment],
        limits,
        ...(identityProvider ? { identityProvider } : {}),
        ...(tls ? { tls } : {}),
      },
      logLevel: options.logLevel,
    });
    return {
      genesysUrl: node.genesysUrl ?? '',
      agentUrl: node.agentUrl,
      close: () => node.close().finally(removeData),
    };
  } catch (error) {
    await removeData();
    throw error;
  }
}
