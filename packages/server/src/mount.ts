import type { IncomingMessage, ServerResponse } from 'node:http';
import { startThroughline, type Throughline } from './compose.js';
import { readConfiguration } from './config/config-file.js';
import { readEnvironment } from './config/environment.js';
import type { GetCustomer } from './doors/customer/portal.js';

export interface MountOptions {
  /** Says who made a request, as the portal's own session knows. */
  readonly getCustomer: GetCustomer;
  /** Where in the portal; `basePath` of the configuration when absent. */
  readonly basePath?: string;
  /**
   * The portal's name in its customers' identities; the origin of `publicUrl` when absent. A portal that signed
   * assertions before gives their `iss`, so that its customers stay the same.
   */
  readonly issuer?: string;
  /** The configuration file; `THROUGHLINE_CONFIG`, else `throughline.yaml`, when absent. */
  readonly configFile?: string;
}

/** A gateway in a portal's own server. */
export interface Mounted extends Omit<Throughline, 'handler' | 'endSessionsOf'> {
  /**
   * Answers what is below the base path; everything else goes to `next`, or gets a 404 without one. Put it before
   * whatever reads bodies, and not below a path: it looks at the whole one.
   */
  readonly handler: (
    request: IncomingMessage,
    response: ServerResponse,
    next?: (error?: unknown) => void,
  ) => void;
  /** For the portal's own sign-out: ends this customer's sessions on every node, open connections included. */
  signOut(customerId: string): Promise<void>;
}

/**
 * Starts a gateway inside a Node portal: Express, Fastify, or Node's own HTTP server. The portal says itself who is
 * signed in, so there is no token, and a session here never outlives what the portal says.
 * @throws ConfigurationError, EnvironmentError and whatever {@link startThroughline} throws; nothing is left running
 */
export async function mount(options: MountOptions): Promise<Mounted> {
  const environment = readEnvironment();
  const file = options.configFile ?? environment.configFile;
  const { throughline: settings, publicUrl } = readConfiguration(file, environment, { mounted: true });
  const basePath = options.basePath ?? settings.basePath;
  const issuer = options.issuer ?? publicUrl.origin;
  const portal = { issuer, getCustomer: options.getCustomer };
  const { handler, endSessionsOf, ...throughline } = await startThroughline({
    ...settings,
    basePath,
    portal,
  });
  return {
    ...throughline,
    handler: (request, response, next) => {
      if (!request.url?.startsWith(`${basePath}/`)) pass(response, next);
      else if (isRead(request)) fail(response, next);
      else handler(request, response);
    },
    signOut: (customerId) => endSessionsOf({ issuer, externalId: customerId }),
  };
}

function pass(response: ServerResponse, next?: () => void): void {
  if (next) next();
  else response.writeHead(404).end();
}

function isRead({ headers, readableEnded }: IncomingMessage): boolean {
  const hasBody = headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
  return hasBody && readableEnded;
}

function fail(response: ServerResponse, next?: (error: Error) => void): void {
  if (next) next(new Error(READ_BEFORE));
  else response.writeHead(500).end();
}

const READ_BEFORE =
  "The body of a request to the gateway was read before the gateway's handler got it. Mount the handler before body parsers.";
