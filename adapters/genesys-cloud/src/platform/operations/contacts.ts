import { z } from 'zod';
import type { PlatformClient } from '../platform-client.js';

const contact = z.object({ id: z.string().optional(), type: z.string().optional() });
export type Contact = z.infer<typeof contact>;

/** A customer as an external source, such as the portal, names one. `name` is the source's. */
export interface ExternalIdentifier {
  type: 'ExternalId';
  value: string;
  externalSource: { id: string; name: string };
}

/** @throws GenesysError `not_found` when nobody has this identifier */
export function findContact(client: PlatformClient, identifier: ExternalIdentifier): Promise<Contact> {
  return client.send({
    operation: 'POST /api/v2/externalcontacts/identifierlookup/contacts',
    body: identifier,
    answer: contact,
    urgency: 'background',
    isRepeatable: true,
  });
}
