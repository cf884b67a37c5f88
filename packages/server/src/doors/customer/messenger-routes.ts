import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CustomerSession } from '@throughline/identity';
import {
  CUSTOMER_PATHS,
  type MessengerCode,
  type MessengerStart,
  type MessengerStarted,
} from '@throughline/protocol';
import { messengerStartSchema } from '@throughline/protocol/schemas';
import type { FastifyInstance } from 'fastify';
import type { DirectSettings, OriginRule } from '../../config/options.js';
import { WireError } from '../../errors.js';
import type { Admission } from './admission.js';
import { serveScripts } from './widget-files.js';

/** The contact center's own messenger in the portal's pages. */
export interface Messenger {
  /** Public: every page that loads the script can read it. */
  readonly settings: Omit<DirectSettings, 'signIn'>;
  readonly start: (
    session: CustomerSession,
    attributes: MessengerStart['attributes'],
  ) => Promise<MessengerStarted>;
  /** Null when the provider does not know the contact center. */
  readonly code: (session: CustomerSession) => Promise<MessengerCode | null>;
}

/** The script of direct mode, and what it asks for. */
export async function addMessengerRoutes(
  app: FastifyInstance,
  messenger: Messenger,
  admission: Admission,
  origins: OriginRule,
): Promise<void> {
  const folder = dirname(fileURLToPath(import.meta.resolve('@throughline/genesys-messenger/messenger.js')));
  const { script: serve } = serveScripts(app, origins);
  // In English `messenger.js`, in other languages `messenger.de.js` and so on.
  for (const name of await readdir(folder)) {
    const script = await readFile(join(folder, name), 'utf8');
    const text = `((SETTINGS)=>{${script}})(${JSON.stringify(messenger.settings)});\n`;
    await serve(`/${name}`, Buffer.from(text));
  }

  app.post(CUSTOMER_PATHS.messengerStart, async (request): Promise<MessengerStarted> => {
    const session = await admission.require(request.raw);
    const body = messengerStartSchema.safeParse(request.body).data;
    if (!body) {
      throw new WireError(
        'bad_request',
        'Send {"attributes": {…}}: at most 30 texts of at most 2,000 characters, under names of letters, digits and _.',
      );
    }
    return messenger.start(session, body.attributes);
  });

  app.post(CUSTOMER_PATHS.messengerCode, async (request): Promise<MessengerCode> => {
    const code = await messenger.code(await admission.require(request.raw));
    if (code) return code;
    throw new WireError('bad_request', 'The OpenID provider has no client for the contact center.');
  });
}
