import type { ContactCenter, ContactCenterRequest, CustomerDataAnswer, Interaction } from '@throughline/core';
import { expect, it } from 'vitest';
import { anId } from '../builders.js';

export interface ContactCenterHarness {
  /** A contact center of its own, whose queue nobody serves. */
  readonly contactCenter: ContactCenter;
  readonly queueId: string;
  /** Makes a conversation that can be asked for, where any id will not do. */
  readonly conversation?: () => Promise<string>;
  /** Whether it knows who waits before whom; else nothing is said of places. */
  readonly seesQueue: boolean;
  /** Carries out what has become due, as time does. */
  readonly due: () => Promise<void>;
}

const AT = new Date('2026-03-02T09:00:00.000Z');
const later = (ms: number) => new Date(AT.getTime() + ms);

/** What the core relies on, whoever employs the agents. */
export function contactCenterContract(create: () => Promise<ContactCenterHarness>): void {
  const aRequest = (
    queueId: string,
    overrides: Partial<ContactCenterRequest> = {},
  ): ContactCenterRequest => ({
    conversationId: anId(),
    queueId,
    priority: 0,
    at: AT,
    preferredAgentId: null,
    ...overrides,
  });

  it('[CC-1] tells of a request that waits now', async () => {
    const { contactCenter, queueId } = await create();
    const heard = listen(contactCenter);
    const request = aRequest(queueId);
    await contactCenter.request(request);
    expect(heard.get(request.conversationId)).toMatchObject({ state: 'waiting', queueId });
  });

  it('[CC-2] takes a repeated request for the first one', async () => {
    const { contactCenter, queueId } = await create();
    const request = aRequest(queueId);
    await contactCenter.request(request);
    await contactCenter.request({ ...request, at: later(60_000) });
    const other = aRequest(queueId, { at: later(1_000) });
    await contactCenter.request(other);
    const places = await contactCenter.places([request.conversationId, other.conversationId]);
    expect([...places.values()].map(({ ahead }) => ahead)).toEqual([0, 1]);
  });

  it('[CC-3] serves by priority, then by waiting time', async () => {
    const { contactCenter, queueId } = await create();
    const requests = [
      aRequest(queueId, { at: later(2_000) }),
      aRequest(queueId, { at: later(1_000) }),
      aRequest(queueId, { at: later(3_000), priority: 1 }),
    ];
    for (const request of requests) await contactCenter.request(request);
    const places = await contactCenter.places(requests.map(({ conversationId }) => conversationId));
    expect(requests.map(({ conversationId }) => places.get(conversationId)?.ahead)).toEqual([2, 1, 0]);
  });

  it('[CC-4] frees the place of a conversation that is over; closing twice, or what is unknown, does nothing', async () => {
    const { contactCenter, queueId } = await create();
    const [first, second] = [aRequest(queueId), aRequest(queueId, { at: later(1_000) })];
    for (const request of [first, second]) await contactCenter.request(request);
    for (const id of [first.conversationId, first.conversationId, anId()])
      await contactCenter.close(id, later(2_000));
    const places = await contactCenter.places([first.conversationId, second.conversationId]);
    expect([...places]).toMatchObject([[second.conversationId, { ahead: 0 }]]);
  });

  it('[CC-8] says nothing about the wait while nobody is there, and how many wait', async () => {
    const { contactCenter, queueId } = await create();
    const nobody = { agentsAvailable: 0, agentsFree: 0, estimate: null };
    expect(await contactCenter.availability(queueId, [])).toEqual({ ...nobody, waiting: 0 });
    await contactCenter.request(aRequest(queueId));
    expect(await contactCenter.availability(queueId, ['german'])).toEqual({ ...nobody, waiting: 1 });
  });

  it('[CC-5] tells again what could not be followed', async () => {
    const { contactCenter, queueId, due } = await create();
    const request = aRequest(queueId);
    let failures = 1;
    const heard: string[] = [];
    contactCenter.onChange(async ({ conversationId }) => {
      if (conversationId !== request.conversationId) return;
      failures -= 1;
      if (failures >= 0) throw new Error('The core could not follow.');
      heard.push(conversationId);
    });
    await contactCenter.request(request).catch(() => undefined);
    await due();
    expect(heard).toEqual([request.conversationId]);
  });

  it('[CC-5] tells of the others when one could not be followed', async () => {
    const { contactCenter, queueId, due } = await create();
    const [bad, good] = [aRequest(queueId), aRequest(queueId)];
    contactCenter.onChange(() => Promise.reject(new Error('The core could not follow.')));
    for (const request of [bad, good]) await contactCenter.request(request).catch(() => undefined);
    const heard: string[] = [];
    contactCenter.onChange(async ({ conversationId }) => {
      if (conversationId === bad.conversationId) throw new Error('This one still cannot be followed.');
      heard.push(conversationId);
    });
    await expect(due()).rejects.toThrow('This one');
    expect(heard).toEqual([good.conversationId]);
  });

  it('[CC-13] gives what it keeps of a customer, and keeps nothing more of one whom it erased', async () => {
    const { contactCenter, queueId, due } = await create();
    const request = aRequest(queueId);
    await contactCenter.request(request);
    await contactCenter.close(request.conversationId, later(1_000));
    const customer = { issuer: 'https://portal.test', externalId: `customer-${anId()}` };
    const of = (conversationIds: readonly string[]) => ({ requestId: anId(), customer, conversationIds });
    const all = of([request.conversationId]);

    const data = await settle((reference) => contactCenter.exportCustomer({ ...all, reference }), due);
    expect(JSON.stringify(data)).toContain(request.conversationId);
    const counts = await settle((reference) => contactCenter.eraseCustomer({ ...all, reference }), due);
    expect(Math.max(...Object.values(counts))).toBeGreaterThan(0);
    expect(await settle((reference) => contactCenter.exportCustomer({ ...all, reference }), due)).toEqual({});
  });

  it('[CC-6] knows no name for an agent that there is not', async () => {
    const { contactCenter } = await create();
    expect(await contactCenter.agentDisplayName(anId())).toBeNull();
  });
}

function listen(contactCenter: ContactCenter): Map<string, Interaction> {
  const heard = new Map<string, Interaction>();
  contactCenter.onChange(async (interaction) => {
    heard.set(interaction.conversationId, interaction);
  });
  return heard;
}

/** Repeats a request about a customer's data, with time passing, until it is done. */
async function settle<Result>(
  ask: (reference: string | null) => Promise<CustomerDataAnswer<Result>>,
  due: () => Promise<void>,
): Promise<Result> {
  let reference: string | null = null;
  for (let round = 0; round < 20; round += 1) {
    const answer: CustomerDataAnswer<Result> = await ask(reference);
    if (answer.state === 'done') return answer.result;
    reference = answer.reference;
    await due();
  }
  throw new Error('The contact center was not done after 20 rounds.');
}
