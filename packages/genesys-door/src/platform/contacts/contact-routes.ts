import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { DoorState } from '../../door-state.js';
import { requireConversation } from '../conversations/lookups.js';
import { page } from '../paging.js';
import { notFound, PlatformError } from '../platform-error.js';
import { readBody } from '../read-body.js';
import {
  type Contact,
  type ContactBook,
  type ContactFields,
  type ContactIdentifier,
  contactBody,
  identifierBody,
  identifiersOf,
  isSame,
} from './contact-book.js';

type ContactPath = { readonly contactId: string };

const claimBody = z.looseObject({ operation: z.enum(['Claim', 'Release']), identifier: identifierBody });
const sourceBody = z.looseObject({ name: z.string().min(1), active: z.boolean().default(true) });
const associationBody = z.looseObject({ externalContactId: z.string().optional() });

/** External contacts: found by identifier, written, and tied to conversations. */
export function addContactRoutes(app: FastifyInstance, state: DoorState, book: ContactBook): void {
  const { newId, clock } = state.options;
  const found = (id: string): Contact => {
    const contact = book.get(id);
    if (!contact) throw new PlatformError(404, 'contact.not.found', 'The contact was not found.');
    return contact;
  };
  const toContact = (contact: Contact) => describe(book, contact);

  for (const path of ['/externalcontacts/identifierlookup/contacts', '/externalcontacts/identifierlookup']) {
    app.post(path, async ({ body }) => {
      const contact = book.find(readBody(identifierBody, body));
      if (!contact) throw notFound('contact');
      return toContact(contact);
    });
  }
  app.get<{ Querystring: { q?: string } }>('/externalcontacts/contacts', async ({ query }) =>
    page(
      book
        .all()
        .filter((contact) => fitsWords(contact, query.q ?? ''))
        .map(toContact),
      query,
      '/api/v2/externalcontacts/contacts',
    ),
  );
  app.post('/externalcontacts/contacts', async ({ body }) => {
    const fields = readBody(contactBody, body);
    const at = clock.now();
    const contact: Contact = { id: newId(), createdAt: at, modifiedAt: at, fields, claimed: [] };
    for (const identifier of identifiersOf(contact)) refuseTaken(book, contact, identifier);
    book.add(contact);
    return toContact(contact);
  });
  app.get<{ Params: ContactPath }>('/externalcontacts/contacts/:contactId', async ({ params }) =>
    toContact(found(params.contactId)),
  );
  for (const method of ['PUT', 'PATCH'] as const) {
    app.route<{ Params: ContactPath }>({
      method,
      url: '/externalcontacts/contacts/:contactId',
      handler: async ({ params, body }) => {
        const contact = found(params.contactId);
        const fields = readBody(contactBody, body);
        contact.fields = method === 'PUT' ? fields : { ...contact.fields, ...fields };
        contact.modifiedAt = clock.now();
        return toContact(contact);
      },
    });
  }
  app.delete<{ Params: ContactPath }>('/externalcontacts/contacts/:contactId', async ({ params }) => {
    book.delete(found(params.contactId).id);
    return {};
  });
  app.get<{ Params: ContactPath }>(
    '/externalcontacts/contacts/:contactId/identifiers',
    async ({ params }) => ({
      entities: identifiersOf(found(params.contactId)).map((one) => describeIdentifier(book, one)),
    }),
  );
  app.patch<{ Params: ContactPath }>(
    '/externalcontacts/contacts/:contactId/identifiers',
    async ({ params, body }) => {
      const contact = found(params.contactId);
      const { operation, identifier } = readBody(claimBody, body);
      const others = contact.claimed.filter((one) => !isSame(one, identifier));
      if (operation === 'Claim') {
        refuseTaken(book, contact, identifier);
        contact.claimed = [...others, identifier];
      } else {
        if (others.length === contact.claimed.length) {
          throw new PlatformError(
            404,
            'identifier.cannot.be.released',
            'The contact has not claimed this identifier.',
          );
        }
        contact.claimed = others;
      }
      return describeIdentifier(book, identifier);
    },
  );
  app.get('/externalcontacts/externalsources', async () => ({ entities: book.sources().map(toSource) }));
  app.post('/externalcontacts/externalsources', async ({ body }) => {
    const { name, active } = readBody(sourceBody, body);
    if (book.sources().some((source) => source.name === name)) {
      throw new PlatformError(409, 'external.source.exists', 'A source of this name exists.');
    }
    const source = { id: newId(), name, active };
    book.addSource(source);
    return toSource(source);
  });
  app.put<{ Params: { conversationId: string } }>(
    '/externalcontacts/conversations/:conversationId',
    async ({ params, body }, reply) => {
      const { externalContactId } = readBody(associationBody, body);
      const conversation = requireConversation(state, params.conversationId);
      conversation.externalContactId = externalContactId ?? null;
      state.guests.conversations.announce(conversation);
      return reply.code(202).send();
    },
  );
}

/** @throws PlatformError 409 when another contact has the identifier */
function refuseTaken(book: ContactBook, contact: Contact, identifier: ContactIdentifier): void {
  const owner = book.find(identifier);
  if (!owner || owner.id === contact.id) return;
  throw new PlatformError(409, 'identifier.claim.conflict', 'Another contact has this identifier.');
}

function fitsWords({ fields }: Contact, words: string): boolean {
  const text = JSON.stringify(fields).toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function describe(book: ContactBook, contact: Contact): ContactFields & { readonly id: string } {
  const { id, fields, createdAt, modifiedAt } = contact;
  return {
    ...fields,
    ...(fields.externalIds
      ? {
          externalIds: fields.externalIds.map(({ externalSource, value }) => ({
            externalSource: book.sourceOf(externalSource),
            value,
          })),
        }
      : {}),
    id,
    type: 'Curated',
    identifiers: identifiersOf(contact).map((one) => describeIdentifier(book, one)),
    createDate: createdAt.toISOString(),
    modifyDate: modifiedAt.toISOString(),
    selfUri: `/api/v2/externalcontacts/contacts/${id}`,
  };
}

function describeIdentifier(book: ContactBook, { type, value, externalSource }: ContactIdentifier) {
  return { type, value, ...(externalSource ? { externalSource: book.sourceOf(externalSource) } : {}) };
}

function toSource(source: { readonly id: string; readonly name: string; readonly active: boolean }) {
  return { ...source, selfUri: `/api/v2/externalcontacts/externalsources/${source.id}` };
}
