/** What the demo and the emulator use. Public on purpose: both run on loopback only, and production refuses it. */

import { DEFAULT_FILE_TYPES } from '../files/file-types.js';
import type { ServerOptions } from './options.js';

/** The demo portal's name in its assertions. */
export const DEMO_ISSUER = 'https://meridian.example';

/** Plain HTTP, for browsers and programs of this machine. */
export const DEMO_MODE = {
  mode: 'demo',
  basePath: '/support',
  origins: { kind: 'loopback' },
  agentOrigins: { kind: 'loopback' },
  secureCookies: false,
} satisfies Partial<ServerOptions>;

/** Files are taken, and checked by a scanner that knows the EICAR test file alone. */
export const DEMO_FILES: NonNullable<ServerOptions['files']> = {
  rules: { maxBytes: 10_000_000, types: DEFAULT_FILE_TYPES },
  quotaBytes: 200_000_000,
  scanner: 'test',
};

export const DEMO_DEPLOYMENT_ID = '5e1f5e1f-0000-4000-8000-000000000001';

export const DEMO_CLIENT = { id: 'demo-client', secret: 'demo-secret' };
