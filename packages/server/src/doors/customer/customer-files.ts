import { CUSTOMER_PATHS } from '@throughline/protocol';
import type { FastifyInstance } from 'fastify';
import type { OriginRule } from '../../config/options.js';
import type { Services } from '../../realtime/services.js';
import { addFileRoutes, noSuchFile } from '../file-routes.js';
import { requireOwnOrigin, siblingsOf } from '../request-origin.js';
import type { Admission } from './admission.js';

/** Files that a customer sends, and those of the conversation that they may fetch. */
export async function addCustomerFiles(
  app: FastifyInstance,
  admission: Admission,
  { origins, services }: { readonly origins: OriginRule; readonly services: Services },
): Promise<void> {
  const { files } = services.core;
  if (!files) return;
  await addFileRoutes(app, {
    path: CUSTOMER_PATHS.files,
    files,
    shared: siblingsOf(origins).length > 0,
    uploaderOf: async ({ raw }) => {
      requireOwnOrigin(raw, origins, 'http');
      const { id } = (await admission.require(raw)).customer;
      return { customerId: id, uploader: { role: 'customer', id } };
    },
    requireReader: async (request, head) => {
      const { customer } = await admission.require(request);
      const isTheirs = head.customerId === customer.id;
      // What an agent has uploaded is the customer's to see once it is sent.
      const isSent = head.conversationId !== null || head.uploader.role === 'customer';
      if (!isTheirs || !isSent) throw noSuchFile();
    },
  });
}
