import type { CustomerDataRequest } from '@throughline/core';
import { afterEach, describe, expect, it } from 'vitest';
import type { TestDoor } from '../../test-support/door.js';
import { doorAndClient } from '../../test-support/platform.js';
import { ExternalContacts } from './external-contacts.js';
import { GenesysPrivacy } from './genesys-privacy.js';

const SOURCE = { id: 'source-1', name: 'Portal' };
const REQUEST: CustomerDataRequest = {
  requestId: '0190a000-0000-7000-8000-000000000001',
  reference: null,
  customer: { issuer: 'https://portal.example', externalId: 'ava' },
  conversationIds: [],
};

let door: TestDoor | undefined;
afterEach(async () => door?.stop());

async function started() {
  const { client, time, door: opened } = await doorAndClient();
  door = opened;
  const contacts = new ExternalContacts(client, SOURCE);
  return { door: opened, time, contacts, privacy: new GenesysPrivacy({ client, contacts }) };
}

/** Asks again until it is done, as the gateway does; how often. */
async function untilDone<Result>(
  ask: (reference: string | null) => Promise<{ state: string; reference: string | null; result?: Result }>,
  pass: () => void,
) {
  let reference: string | null = null;
  for (let asked = 1; ; asked += 1) {
    const answer = await ask(reference);
    if (answer.state === 'done') return { asked, result: answer.result };
    reference = answer.reference;
    pass();
  }
}

describe('requests about a person at Genesys', () => {
  it('[PRIVACY-1] are asked for to their end, and tell where the export is', async () => {
    const { privacy, time } = await started();

    const { asked, result } = await untilDone(
      (reference) => privacy.exportCustomer({ ...REQUEST, reference }),
      () => time.clock.advance(500),
    );

    expect(asked).toBe(4);
    expect(result).toMatchObject({
      genesysExports: [{ resultsUrls: [expect.stringContaining('/api/v2/gdpr/requests/')] }],
    });
  });

  it('[PRIVACY-1] erase the contact of the customer', async () => {
    const { door, privacy, time, contacts } = await started();
    const contact = { firstName: 'Ava', externalIds: [{ externalSource: SOURCE, value: 'ava' }] };
    await door.call('POST', '/api/v2/externalcontacts/contacts', contact);
    expect(await contacts.idOf('ava')).not.toBeNull();

    const { result } = await untilDone(
      (reference) => privacy.eraseCustomer({ ...REQUEST, reference }),
      () => time.clock.advance(500),
    );

    expect(result).toEqual({ genesysRequests: 1 });
    expect(await contacts.idOf('ava')).toBeNull();
  });

  it('[PRIVACY-2] are opened once, and anew when Genesys has lost or failed one', async () => {
    const { door, privacy } = await started();
    const first = await privacy.eraseCustomer(REQUEST);
    const again = await privacy.eraseCustomer({ ...REQUEST, reference: first.reference });
    expect(again.reference).toBe(first.reference);

    const lost = await privacy.eraseCustomer({ ...REQUEST, reference: 'unknown' });
    expect(lost.reference).not.toBe(first.reference);
    const listed = await door.call('GET', '/api/v2/gdpr/requests');
    expect(((await listed.json()) as { total: number }).total).toBe(2);
  });

  it('[PRIVACY-2] come again after a failure of Genesys', async () => {
    const { door, privacy } = await started();
    const { reference } = await privacy.exportCustomer(REQUEST);
    await door.fault({ kind: 'http', status: 503, path: '/api/v2/gdpr', times: 4 });

    await expect(privacy.exportCustomer({ ...REQUEST, reference })).rejects.toMatchObject({
      code: 'unreachable',
    });
    expect((await privacy.exportCustomer({ ...REQUEST, reference })).reference).toBe(reference);
  });
});
