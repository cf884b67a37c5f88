import { createServer, type Server, type ServerResponse } from 'node:http';
import { startThroughline, type Throughline } from './compose.js';
import type { HostOptions, ListenAddress } from './config/options.js';

/** A node with an HTTP server of its own for the customer door. */
export interface HostedThroughline extends Throughline {
  readonly customerUrl: string;
}

/**
 * Starts a node and the HTTP server that its customer door is mounted in.
 * @throws Error as {@link startThroughline} does, or when the port is in use; nothing is left running
 */
export async function hostThroughline(options: HostOptions): Promise<HostedThroughline> {
  const { basePath } = options.throughline;
  const throughline = await startThroughline(options.throughline);
  const server = createServer((request, response) => {
    const isOurs = request.url?.startsWith(`${basePath}/`) ?? false;
    if (isOurs) throughline.handler(request, response);
    else if (options.portal) options.portal(request, response);
    else refuse(response, basePath);
  });
  server.on('upgrade', (request, socket, head) => {
    if (!throughline.upgrade(request, socket, head)) socket.destroy();
  });
  try {
    const customerUrl = await listen(server, options.customerDoor);
    return { ...throughline, customerUrl, close: () => close(server, throughline) };
  } catch (error) {
    await throughline.close();
    throw error;
  }
}

/** The line that tells programs where the doors of a node are. */
export function readyLine({ customerUrl, agentUrl, genesysUrl, operationsUrl }: HostedThroughline): string {
  return JSON.stringify({
    event: 'ready',
    customer: customerUrl,
    agent: agentUrl,
    genesys: genesysUrl,
    operations: operationsUrl,
  });
}

/** Longest that a clean end may take before the process ends anyway, in milliseconds. */
const SHUTDOWN_MS = 10_000;

/** Signals that come this soon after the first are the same key press: npm passes on what the terminal sent already. */
const SAME_PRESS_MS = 500;

/** The first SIGINT or SIGTERM drains and closes; a second one, or a close that hangs, ends the process at once. */
export function endOnSignals(node: Pick<HostedThroughline, 'close'>, fail: (error: unknown) => never): void {
  let endingSince: number | null = null;
  const end = () => {
    if (endingSince !== null) {
      if (performance.now() - endingSince > SAME_PRESS_MS) process.exit(1);
      return;
    }
    endingSince = performance.now();
    setTimeout(() => process.exit(1), SHUTDOWN_MS).unref();
    node.close().then(() => process.exit(0), fail);
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
}

async function close(server: Server, throughline: Throughline): Promise<void> {
  // Until its clients are gone, the node answers requests that are on their way to it.
  await throughline.close();
  server.close();
  server.closeAllConnections();
}

function refuse(response: ServerResponse, basePath: string): void {
  response.writeHead(404, { 'content-type': 'application/json; charset=utf-8' });
  const message = `There is nothing at this address. The gateway answers below ${basePath}/.`;
  response.end(JSON.stringify({ error: { code: 'not_found', message } }));
}

function listen(server: Server, { host, port }: ListenAddress): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(
              `Port ${port} for the customer door is in use. End what listens there, or set THROUGHLINE_CUSTOMER_PORT to another port (0 picks a free one).`,
            )
          : error,
      );
    });
    server.listen({ host, port }, () => {
      const address = server.address();
      const bound = typeof address === 'object' && address ? address.port : port;
      resolve(`http://localhost:${bound}`);
    });
  });
}
