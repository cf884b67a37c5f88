import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEMO_DEPLOYMENT_ID, DEMO_MODE } from '../config/demo.js';
import type { ServerOptions } from '../config/options.js';
import { addressesBelow } from '../config/to-relay.js';
import { startEmulator } from '../emulator.js';
import { hostThroughline } from '../host.js';
import { CUSTOMER_HEADER } from './drill-customer.js';
import { Line } from './line.js';

/** A gateway and, behind a line that can be cut, a door with its desk: all new, on loopback, with data in memory. */
export interface DrillStage {
  readonly customerUrl: string;
  readonly deskUrl: string;
  readonly line: Line;
  close(): Promise<void>;
}

const LOOPBACK = { host: '127.0.0.1', port: 0 };
const QUEUE = 'all';
const FLOW = `flow: drill
start: agents
default: message
steps:
  agents: { kind: queue, queue: ${QUEUE}, limit: 4h, choices: { callback: callback }, then: message }
  callback: { kind: callback, queue: ${QUEUE}, within: 1d }
  message: { kind: leaveMessage, queue: ${QUEUE} }
`;

export async function openDrillStage(logLevel: string): Promise<DrillStage> {
  const door = await startEmulator({ genesysPort: 0, agentPort: 0, logLevel });
  const line = await Line.to(door.genesysUrl);
  const dataDir = await mkdtemp(join(tmpdir(), 'throughline-drill-'));
  const node = await hostThroughline({
    throughline: gatewayOptions(line.url, dataDir, logLevel),
    customerDoor: LOOPBACK,
  });
  return {
    customerUrl: node.customerUrl,
    deskUrl: door.agentUrl,
    line,
    close: async () => {
      await node.close();
      await line.close();
      await door.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

function gatewayOptions(doorUrl: string, dataDir: string, logLevel: string): ServerOptions {
  const { socket: socketUrl, api: apiUrl } = addressesBelow(doorUrl);
  return {
    ...DEMO_MODE,
    dataDir,
    inMemory: true,
    issuers: [],
    portal: {
      issuer: 'https://drill.example',
      getCustomer: ({ headers }) => {
        const id = headers[CUSTOMER_HEADER];
        return typeof id === 'string' ? { id, name: id } : null;
      },
    },
    flow: { name: 'drill', source: FLOW },
    queues: [{ id: QUEUE, displayName: 'All' }],
    agents: [],
    agentDoor: LOOPBACK,
    operationsDoor: LOOPBACK,
    relay: {
      endpoint: { socketUrl, apiUrl, deploymentId: DEMO_DEPLOYMENT_ID, origin: null, autoStart: false },
    },
    logLevel,
  };
}
