import type { ContactCenter, ContactCenterRequest, CustomerDataAnswer, Interaction } from '@throughline/core';
import { expect, it } from 'vitest';
import { anId } from '../builders.js';

export interface ContactCenterHarness {
  /** A contact center of its own, whose queue nobody serves. */
  readonly contactCenter: ContactCenter;
  readonly queueId: string;
  /** Makes a conversation that can be asked for, where any id will not do. */
  readonly conversation?: () => Promise<string>;
  /** Has an agent serve a conversation that waits. */
  readonly serve: (conversationId: string) => Promise<void>;
  /** Carries out what has become due, as time does. */
  readonly due: () => Promise<void>;
}

export interface ContactCenterTraits {
  /** Whether it knows who waits before whom and who is there; else it must say nothing rather than invent it. */
  readonly seesQueue: boolean;
}

const AT = new Date('2026-03-02T09:00:00.000Z');
const later = (ms: number) => new Date(AT.getTime() + ms);

/** What the core relies on, whoever employs the agents. */
export function contactCenterContract(
  create: () => Promise<ContactCenterHarness>,
  { seesQueue }: ContactCenterTraits,
): void {
  const aRequest = async (
    { queueId, conversation = async () => anId() }: ContactCenterHarness,
    overrides: Partial<ContactCenterRequest> = {},
  ): Promise<ContactCenterRequest> => ({
    conversationId: await conversation(),
    queueId,
    priority: 0,
    at: AT,
    preferredAgentId: null,
    ...overrides,
  });
  /** What is said of places, by whoever knows them; the others say nothing. */
  const said = <Place>(places: Place): Place | Record<string, never> => (seesQueue ? places : {});

  it('[CC-1] tells of a request that waits now', async () => {
    const harness = await create();
    const heard = listen(harness.contactCenter);
    const request = await aRequest(harness);
    await harness.contactCenter.request(request);
    expect(heard.get(request.conversationId)).toMatchObject({ state: 'waiting', queueId: harness.queueId });
  });

  it('[CC-2] takes a repeated request for the first one', async () => {
    const harness = await create();
    const { contactCenter } = harness;
    const heard = listen(contactCenter);
    const request = await aRequest(harness);
    await contactCenter.request(request);
    const first = heard.get(request.conversationId);
    await contactCenter.request({ ...request, at: later(60_000) });
    expect(heard.get(request.conversationId)).toMatchObject({ id: first?.id, queuedAt: first?.queuedAt });
    const other = await aRequest(harness, { at: later(1_000) });
    await contactCenter.request(other);
    const ids = [request.conversationId, other.conversationId];
    expect(await placesOf(contactCenter, ids)).toEqual(said({ [ids[0] ?? '']: 0, [ids[1] ?? '']: 1 }));
  });

  it('[CC-3] serves by priority, then by waiting time', async () => {
    const harness = await create();
    const requests = [
      await aRequest(harness, { at: later(2_000) }),
      await aRequest(harness, { at: later(1_000) }),
      await aRequest(harness, { at: later(3_000), priority: 1 }),
    ];
    for (const request of requests) await harness.contactCenter.request(request);
    const ids = requests.map(({ conversationId }) => conversationId);
    const places = Object.fromEntries(ids.map((id, index) => [id, [2, 1, 0][index]]));
    expect(await placesOf(harness.contactCenter, ids)).toEqual(said(places));
  });

  it('[CC-4] frees the place of a conversation that is over; closing twice, or what is unknown, does nothing', async () => {
    const harness = await create();
    const { contactCenter } = harness;
    const [first, second] = [await aRequest(harness), await aRequest(harness, { at: later(1_000) })];
    for (const request of [first, second]) await contactCenter.request(request);
    for (const id of [first.conversationId, first.conversationId, anId()])
      await contactCenter.close(id, later(2_000));
    const ids = [first.conversationId, second.conversationId];
    expect(await placesOf(contactCenter, ids)).toEqual(said({ [second.conversationId]: 0 }));
  });

  it('[CC-10] is asked anew after a close, as if for the first time', async () => {
    const harness = await create();
    const { contactCenter } = harness;
    const request = await aRequest(harness);
    await contactCenter.request(request);
    await contactCenter.close(request.conversationId, later(1_000));
    const heard = listen(contactCenter);
    await contactCenter.request({ ...request, at: later(60_000) });
    await harness.due();
    expect(heard.get(request.conversationId)).toMatchObject({
      state: 'waiting',
      queuedAt: later(60_000),
      agentId: null,
    });
  });

  it('[CC-9] tells which agent has the conversation, whose name is known then', async () => {
    const harness = await create();
    const { contactCenter } = harness;
    const request = await aRequest(harness);
    const assigned = new Promise<Interaction>((resolve) => {
      contactCenter.onChange(async (interaction) => {
        const { conversationId, state } = interaction;
        if (conversationId === request.conversationId && state === 'assigned') resolve(interaction);
      });
    });
    await contactCenter.request(request);
    await harness.serve(request.conversationId);
    const { agentId, assignedAt } = await assigned;
    expect(assignedAt).not.toBeNull();
    expect(await contactCenter.agentDisplayName(agentId ?? '')).toMatch(/\w/);
  });

  it('[CC-8] says nothing about the wait while nobody is there, and how many wait', async () => {
    const harness = await create();
    const { contactCenter, queueId } = harness;
    const nobody = (waiting: number) =>
      seesQueue ? { agentsAvailable: 0, agentsFree: 0, estimate: null, waiting } : null;
    expect(await contactCenter.availability(queueId, [])).toEqual(nobody(0));
    await contactCenter.request(await aRequest(harness));
    expect(await contactCenter.availability(queueId, ['german'])).toEqual(nobody(1));
  });

  it('[CC-5] tells again what could not be followed', async () => {
    const harness = await create();
    const { contactCenter, due } = harness;
    const request = await aRequest(harness);
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
    const harness = await create();
    const { contactCenter, due } = harness;
    const [bad, good] = [await aRequest(harness), await aRequest(harness)];
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
    const harness = await create();
    const { contactCenter, due } = harness;
    const request = await aRequest(harness);
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

/** How many are before each of these that waits. */
async function placesOf(contactCenter: ContactCenter, ids: readonly string[]): Promise<object> {
  const places = await contactCenter.places(ids);
  return Object.fromEntries([...places].map(([id, { ahead }]) => [id, ahead]));
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
