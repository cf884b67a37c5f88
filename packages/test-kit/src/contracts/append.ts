import type { NewEntry } from '@throughline/core';
import { expect, it } from 'vitest';
import { aNewEntry, anId } from '../builders.js';
import { type ConversationLab, outcomes } from './conversation-lab.js';

export function appendContract(lab: ConversationLab): void {
  numbering(lab);
  repetition(lab);
  refusals(lab);
  redactions(lab);
  redactionsByAgents(lab);
}

function numbering(lab: ConversationLab): void {
  it('[T3] numbers entries from 1 without gaps, in the order of the argument', async () => {
    const conversation = await lab.open();
    const entries = Array.from({ length: 5 }, () => aNewEntry(conversation));

    const first = await lab.store.append(entries.slice(0, 2));
    const second = await lab.store.append(entries.slice(2));

    expect(outcomes([...first, ...second])).toEqual([1, 2, 3, 4, 5]);
    expect(await lab.storedIds(conversation)).toEqual(entries.map((entry) => entry.id));
    expect(await lab.store.get(conversation.id)).toMatchObject({ headSeq: 5 });
  });

  it('[T3] numbers each conversation of one call for itself', async () => {
    const [one, two] = [await lab.open(), await lab.open()];

    const results = await lab.store.append([
      aNewEntry(one),
      aNewEntry(two),
      aNewEntry(two),
      aNewEntry(one),
      aNewEntry(two),
    ]);

    expect(outcomes(results)).toEqual([1, 1, 2, 2, 3]);
  });

  it('[T3] numbers simultaneous calls without gaps or repetition', async () => {
    const conversation = await lab.open();
    const calls = Array.from({ length: 20 }, () => [aNewEntry(conversation), aNewEntry(conversation)]);

    const results = await Promise.all(calls.map((entries) => lab.store.append(entries)));

    const numbers = outcomes(results.flat()).sort((a, b) => Number(a) - Number(b));
    expect(numbers).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
    expect(await lab.storedIds(conversation)).toHaveLength(40);
  });

  it('[STORE-3] gives back what was stored, the bytes and times too', async () => {
    const conversation = await lab.open();
    const entry = aNewEntry(conversation, {
      id: 'an id with "quotes", {braces}, \\ and Ünïcode',
      at: new Date('2026-03-02T09:00:00.123Z'),
      sealedBody: Uint8Array.from([0, 1, 34, 39, 92, 127, 128, 255]),
    });

    const results = await lab.store.append([entry]);

    expect(results).toEqual([{ kind: 'stored', duplicate: false, entry: { ...entry, seq: 1 } }]);
    expect(await lab.store.read(conversation.id, 0, 10)).toEqual([{ ...entry, seq: 1 }]);
  });

  it('[T3] takes an empty call and an empty body', async () => {
    const conversation = await lab.open();

    expect(await lab.store.append([])).toEqual([]);
    expect(
      outcomes(await lab.store.append([aNewEntry(conversation, { sealedBody: new Uint8Array() })])),
    ).toEqual([1]);
  });
}

function repetition(lab: ConversationLab): void {
  it('[T3] answers a repeated id with the first result and stores nothing', async () => {
    const conversation = await lab.open();
    const entry = aNewEntry(conversation);
    await lab.store.append([entry, aNewEntry(conversation)]);

    const results = await lab.store.append([
      aNewEntry(conversation, { id: entry.id, at: new Date('2026-03-02T10:00:00.000Z') }),
    ]);

    expect(results).toEqual([{ kind: 'stored', duplicate: true, entry: { ...entry, seq: 1 } }]);
    expect(await lab.store.heads([conversation.id])).toEqual(new Map([[conversation.id, 2]]));
  });

  it('[T3] answers an id that is repeated within one call with its first result', async () => {
    const conversation = await lab.open();
    const [a, b] = [aNewEntry(conversation), aNewEntry(conversation)];

    const results = await lab.store.append([
      a,
      b,
      aNewEntry(conversation, { id: a.id }),
      b,
      aNewEntry(conversation),
    ]);

    expect(outcomes(results)).toEqual([1, 2, 1, 2, 3]);
    expect(results[2]).toEqual({ kind: 'stored', duplicate: true, entry: { ...a, seq: 1 } });
    expect(results[3]).toEqual({ kind: 'stored', duplicate: true, entry: { ...b, seq: 2 } });
    expect(await lab.storedIds(conversation)).toHaveLength(3);
  });

  it('[T3] takes the same id in two conversations as two entries', async () => {
    const [one, two] = [await lab.open(), await lab.open()];
    const id = anId();

    expect(outcomes(await lab.store.append([aNewEntry(one, { id }), aNewEntry(two, { id })]))).toEqual([
      1, 1,
    ]);
  });

  it('[T3] answers a repetition also after the conversation has ended and its agent has left', async () => {
    const conversation = await lab.open();
    await lab.assign(conversation, 'sam');
    const entries = [
      aNewEntry(conversation),
      aNewEntry(conversation, { party: { role: 'agent', id: 'sam' } }),
    ];
    await lab.store.append(entries);
    await lab.end(conversation);

    const results = await lab.store.append(entries);

    expect(outcomes(results)).toEqual([1, 2]);
    expect(results).toMatchObject([{ duplicate: true }, { duplicate: true }]);
  });
}

function refusals(lab: ConversationLab): void {
  it('[STORE-4] refuses entries of ended and unknown conversations without hindering others', async () => {
    const [live, ended] = [await lab.open(), await lab.open()];
    await lab.end(ended);
    const unknown = { id: anId(), customerId: live.customerId };

    const results = await lab.store.append([
      aNewEntry(ended),
      aNewEntry(live),
      aNewEntry(unknown),
      aNewEntry(live),
    ]);

    expect(outcomes(results)).toEqual(['conversation_ended', 1, 'not_found', 2]);
    expect(await lab.storedIds(ended)).toEqual([]);
  });

  it('[T10] refuses whoever has no part in the conversation as if there were none', async () => {
    const conversation = await lab.open();
    const known = aNewEntry(conversation);
    await lab.store.append([known]);
    await lab.assign(conversation, 'sam');
    const parties = [
      { role: 'customer', id: await lab.newCustomerId() },
      { role: 'customer', id: 'sam' },
      { role: 'agent', id: 'riley' },
      { role: 'agent', id: conversation.customerId },
      { role: 'system', id: 'sam' },
    ] as const;

    const results = await lab.store.append([
      ...parties.map((party) => aNewEntry(conversation, { party })),
      aNewEntry(conversation, { party: { role: 'agent', id: 'riley' }, id: known.id }),
      aNewEntry(conversation, { party: { role: 'agent', id: 'sam' } }),
    ]);

    expect(outcomes(results)).toEqual([...parties.map(() => 'not_found'), 'not_found', 2]);
  });

  it('[T10] gives an id to the entitled sender when a stranger used it first in the same call', async () => {
    const conversation = await lab.open();
    const entry = aNewEntry(conversation);

    const results = await lab.store.append([{ ...entry, party: { role: 'agent', id: 'riley' } }, entry]);

    expect(outcomes(results)).toEqual(['not_found', 1]);
    expect(results[1]).toMatchObject({ duplicate: false });
  });
}

function redactions(lab: ConversationLab): void {
  const redaction = (conversation: Parameters<typeof aNewEntry>[0], id: string) =>
    aNewEntry(conversation, { kind: 'redacted', redacts: { id, sealedBody: Uint8Array.from([7]) } });

  it('[STORE-95] overwrites what a redaction names, committed before or in the same call', async () => {
    const conversation = await lab.open();
    const [before, beside] = [aNewEntry(conversation), aNewEntry(conversation)];
    await lab.store.append([before]);
    const [first, second] = [redaction(conversation, before.id), redaction(conversation, beside.id)];

    const results = await lab.store.append([beside, first, second]);

    expect(outcomes(results)).toEqual([2, 3, 4]);
    const stored = await lab.store.read(conversation.id, 0, 10);
    expect(stored.map(({ kind }) => kind)).toEqual(['message', 'message', 'redacted', 'redacted']);
    expect(stored.slice(0, 2)).toEqual([
      { ...before, seq: 1, sealedBody: Uint8Array.from([7]) },
      { ...beside, seq: 2, sealedBody: Uint8Array.from([7]) },
    ]);
    expect(stored[2]).toEqual({ ...withoutRedacts(first), seq: 3 });
    expect(results[1]).toEqual({ kind: 'stored', duplicate: false, entry: stored[2] });
    expect(outcomes(await lab.store.append([first]))).toEqual([3]);
  });

  it('[STORE-95] overwrites nothing of others, of other conversations, and nothing for whom it refuses', async () => {
    const [one, two] = [await lab.open(), await lab.open()];
    const message = aNewEntry(one);
    await lab.store.append([message]);
    const stranger = { party: { role: 'customer', id: anId() } } as const;

    await lab.store.append([
      { ...redaction(one, message.id), ...stranger },
      redaction(two, message.id),
      redaction(one, anId()),
    ]);

    expect((await lab.store.read(one.id, 0, 1))[0]?.sealedBody).toEqual(message.sealedBody);
  });
}

function redactionsByAgents(lab: ConversationLab): void {
  it('[STORE-95] overwrites what the agent of the conversation hides, whoever wrote it, and nobody else hides', async () => {
    const conversation = await lab.open();
    await lab.assign(conversation, 'sam');
    const message = aNewEntry(conversation);
    await lab.store.append([message]);
    const by = (id: string) =>
      aNewEntry(conversation, {
        kind: 'redacted',
        party: { role: 'agent', id },
        redacts: { id: message.id, sealedBody: Uint8Array.from([7]) },
      });
    const bodyNow = async () => (await lab.store.read(conversation.id, 0, 1))[0]?.sealedBody;

    expect(outcomes(await lab.store.append([by('riley')]))).toEqual(['not_found']);
    expect(await bodyNow()).toEqual(message.sealedBody);
    await lab.store.append([by('sam')]);
    expect(await bodyNow()).toEqual(Uint8Array.from([7]));

    const instead = (body: Uint8Array): NewEntry => {
      const entry = by('sam');
      return { ...entry, redacts: { id: message.id, sealedBody: Uint8Array.from([8]), instead: body } };
    };
    await expect(lab.store.append([instead(message.sealedBody)])).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(await bodyNow()).toEqual(Uint8Array.from([7]));
    const fitting = instead(Uint8Array.from([7]));
    for (let time = 0; time < 2; time += 1) await lab.store.append([fitting]);
    expect(await bodyNow()).toEqual(Uint8Array.from([8]));
    expect(await lab.store.read(conversation.id, 0, 10)).toHaveLength(3);
  });
}

function withoutRedacts({ redacts: _, ...entry }: ReturnType<typeof aNewEntry>) {
  return entry;
}
